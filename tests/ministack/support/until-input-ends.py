"""Runs a Python module as a server, and ends it, with all that it started, once standard input ends.

That is when whoever started it closes it, or is gone, however that came about.
"""

import atexit
import os
import runpy
import signal
import sys
import threading
import time

SECONDS_TO_CLEAN_UP = 2


def end_with_input():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_CLEAN_UP)
    end_all()


def end_all():
    os.killpg(0, signal.SIGKILL)


os.setsid()
atexit.register(end_all)
threading.Thread(target=end_with_input, daemon=True).start()
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
