import type { Clock } from "./clock.ts";

/** Work that goes on behind the callers' backs. */
export interface PendingWork {
  track(work: Promise<unknown>): void;
  /** Resolves when nothing is under way. */
  quiet(): Promise<void>;
  /** Resolves when nothing is under way and nothing is due. */
  settle(clock: Clock, limit: number): Promise<void>;
}

/** Failures of tracked work are for those who started it to handle. */
export function pendingWork(): PendingWork {
  const pending = new Set<Promise<unknown>>();
  const quiet = async () => {
    while (pending.size > 0) await Promise.allSettled(pending);
  };
  return {
    quiet,
    track(work) {
      const ended = work.catch(() => undefined).finally(() => pending.delete(ended));
      pending.add(ended);
    },
    async settle(clock, limit) {
      for (let round = 0; round < limit; round++) {
        await quiet();
        if (!(await clock.runDue()) && pending.size === 0) return;
      }
      throw new Error(
        `The sandbox did not come to rest in ${limit} rounds; does something start itself again?`,
      );
    },
  };
}
