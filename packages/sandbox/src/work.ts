import type { Clock } from "./clock.ts";

/** Work that goes on behind the callers' backs. */
export interface PendingWork {
  track(work: Promise<unknown>): void;
  /** Resolves when nothing is under way, or what is does not end: it may wait for the very clock that waits for it. */
  quiet(): Promise<void>;
  /** Resolves when nothing is under way and nothing is due. */
  settle(clock: Clock, limit: number): Promise<void>;
}

/** Failures of tracked work are for those who started it to handle. */
export function pendingWork(): PendingWork {
  const pending = new Set<Promise<unknown>>();
  const idle = async () => {
    while (pending.size > 0) await Promise.allSettled(pending);
  };
  return {
    quiet: () => (pending.size > 0 ? withPatience(idle()) : Promise.resolve()),
    track(work) {
      const ended = work.catch(() => undefined).finally(() => pending.delete(ended));
      pending.add(ended);
    },
    async settle(clock, limit) {
      for (let round = 0; round < limit; round++) {
        await idle();
        if (!(await clock.runDue()) && pending.size === 0) return;
      }
      throw new Error(
        `The sandbox did not come to rest in ${limit} rounds; does something start itself again?`,
      );
    },
  };
}

/** In real time. A call takes about a millisecond. */
const patienceMs = 1000;

async function withPatience(work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patienceMs);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
