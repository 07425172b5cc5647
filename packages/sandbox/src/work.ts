import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "./clock.ts";

/** Work that goes on behind the callers' backs. */
export interface PendingWork {
  track(work: Promise<unknown>): void;
  /** Something goes on: what is under way waits for no clock. */
  stir(): void;
  /** Waits for the clock, and what is under way with it. */
  pass(ms: number, clock: Clock): Promise<void>;
  /** Resolves when nothing is under way, or what is does not end: it may wait for the very clock that waits for it. */
  quiet(): Promise<void>;
  /** Resolves when nothing is under way, or all that is waits for the clock, and nothing is due. */
  settle(clock: Clock, limit: number): Promise<void>;
}

/** Failures of tracked work are for those who started it to handle. */
export function pendingWork(): PendingWork {
  const pending = new Set<Promise<unknown>>();
  let stirred = 0;
  const stir = () => {
    stirred += 1;
  };
  let passing = 0;
  let begins = Promise.withResolvers<void>();
  const idle = async () => {
    while (pending.size > 0) await Promise.allSettled(pending);
  };
  /** Until nothing is under way, or all that is waits for the clock, or `end` has no patience any more. */
  const atRest = async (end: (work: Promise<unknown>) => Promise<void>) => {
    while (pending.size > 0) {
      if (passing === 0) {
        const work = idle();
        await end(Promise.race([work, begins.promise]));
        if (passing === 0) return;
      } else if (await standsStill(() => stirred)) return;
    }
  };
  return {
    quiet: () => atRest((work) => withPatience(work, () => stirred)),
    stir,
    async pass(ms, clock) {
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.after(ms, resolve);
      passing += 1;
      begins.resolve();
      await promise;
      passing -= 1;
      if (passing === 0) begins = Promise.withResolvers();
      stir();
    },
    track(work) {
      const ended = work
        .catch(() => undefined)
        .finally(() => {
          pending.delete(ended);
          stir();
        });
      pending.add(ended);
      stir();
    },
    async settle(clock, limit) {
      for (let round = 0; round < limit; round++) {
        await atRest(async (work) => void (await work));
        if (!(await clock.runDue()) && (pending.size === 0 || passing > 0)) return;
      }
      throw new Error(
        `The sandbox did not come to rest in ${limit} rounds; does something start itself again?`,
      );
    },
  };
}

/** On the way between two calls nothing waits for longer than a few turns of the event loop. */
const calmTurns = 10;

async function standsStill(stirred: () => number): Promise<boolean> {
  const before = stirred();
  for (let turns = 0; turns < calmTurns; turns += 1) await nextTurn();
  return stirred() === before;
}

/**
 * How long this process has had nothing to do before work that is under way counts as waiting for the clock. It is not
 * time that passes: a busy machine lets a process wait, too, and then work would be overtaken because it is slow.
 */
const idleMsMax = 1000;

/** Until the work ends, or nothing stirs and the event loop stands idle. */
async function withPatience(work: Promise<unknown>, stirred: () => number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let last = { stirred: stirred(), idleMs: idleMs() };
  const timer = setInterval(() => {
    if (stirred() !== last.stirred) last = { stirred: stirred(), idleMs: idleMs() };
    else if (idleMs() - last.idleMs >= idleMsMax) resolve();
  }, idleMsMax / 10);
  await Promise.race([work, promise]);
  clearInterval(timer);
}

/** https://nodejs.org/api/perf_hooks.html#performanceeventlooputilizationutilization1-utilization2 */
const idleMs = () => performance.eventLoopUtilization().idle;
