"""MiniStack, in which a test can play CloudTrail.

PutEvents takes events of AWS's own services from nobody: AWS puts them on the bus itself. MiniStack keeps to that, and lets
only its own emitters do it; it has none for CloudTrail's events. Here PutEvents is such an emitter; nothing else differs.
"""

from ministack.app import main
from ministack.services import eventbridge

refuses_aws_sources = (False,)
if eventbridge._put_events.__defaults__ != refuses_aws_sources:
    raise SystemExit("This MiniStack has another way to refuse events of AWS's own services: look at _put_events.")
eventbridge._put_events.__defaults__ = (True,)
main()
