import type { VirtualClock } from "./sandbox.ts";

export interface ClockOptions {
  readonly kind: "virtual" | "wall";
  readonly startAt: Date;
}

/** The account's clock, and what the sandbox alone does with it. */
export interface Clock extends VirtualClock {
  /** Runs what is due now; false if nothing was. */
  runDue(): Promise<boolean>;
  /** Forgets every timer. */
  stop(): void;
}

interface Timer {
  readonly at: number;
  readonly work: () => void | Promise<void>;
}

/**
 * A clock that stands still until it is moved, or one that also runs with the wall clock. Work falls due in the order of
 * its times, and of two at the same time the older first. `quiet` is awaited before each step on the way of `advance`.
 */
export function createClock({ kind, startAt }: ClockOptions, quiet: () => Promise<void>): Clock {
  const elapsed = kind === "wall" ? stopwatch() : () => 0;
  const timers = new Set<Timer>();
  let moved = startAt.getTime();
  let alarm: NodeJS.Timeout | undefined;

  const now = () => moved + elapsed();
  const earliest = () => {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  };
  const setAlarm = () => {
    clearTimeout(alarm);
    const timer = kind === "wall" ? earliest() : undefined;
    if (timer) alarm = setTimeout(ring, Math.min(Math.max(0, timer.at - now()), longestAlarm)).unref();
  };
  const ring = async () => {
    await runDue();
    setAlarm();
  };
  const runDue = async () => {
    const timer = earliest();
    if (!timer || timer.at > now()) return false;
    timers.delete(timer);
    await timer.work();
    return true;
  };

  return {
    standsStill: kind === "virtual",
    now: () => new Date(now()),
    runDue,
    after(ms, work) {
      const timer = { at: now() + Math.max(0, ms), work };
      timers.add(timer);
      setAlarm();
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const until = now() + ms;
      await quiet();
      for (let timer = earliest(); timer && timer.at <= until; timer = earliest()) {
        moved += Math.max(0, timer.at - now());
        await runDue();
        await quiet();
      }
      moved += Math.max(0, until - now());
      setAlarm();
    },
    stop() {
      timers.clear();
      clearTimeout(alarm);
    },
  };
}

/** `setTimeout` counts in 32 bits. */
const longestAlarm = 2 ** 31 - 1;

function stopwatch(): () => number {
  const start = performance.now();
  return () => Math.floor(performance.now() - start);
}
