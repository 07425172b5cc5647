/** As many calls at once as AWS takes: more while all goes well, half as many once it throttles. */

import { setTimeout as wait } from "node:timers/promises";
import { Throttled } from "@pullpass/core";

/** Runs a call when there is room for it, and again when it was throttled. @throws what the call throws */
export type Pacer = <T>(call: () => Promise<T>) => Promise<T>;

/** Beside the SDK's own retries, which slow a client down but do not bound how many calls wait in it. */
export function createPacer({ atOnce, atOnceMax, firstWaitMs }: PacerOptions): Pacer {
  let limit = atOnce;
  let running = 0;
  const waiting: (() => void)[] = [];

  const startWaiting = () => {
    while (running < Math.floor(limit)) {
      const start = waiting.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  };
  const room = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      startWaiting();
    });

  const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
    await room();
    try {
      const result = await call();
      limit = Math.min(atOnceMax, limit + 1 / limit);
      return result;
    } catch (error) {
      if (error instanceof Throttled) limit = Math.max(1, limit / 2);
      throw error;
    } finally {
      running -= 1;
      startWaiting();
    }
  };

  return async (call) => {
    for (let turn = 0; ; turn += 1) {
      try {
        return await attempt(call);
      } catch (error) {
        if (!(error instanceof Throttled) || turn === turnsMax) throw error;
        await wait(firstWaitMs * 2 ** turn);
      }
    }
  };
}

export interface PacerOptions {
  readonly atOnce: number;
  readonly atOnceMax: number;
  /** Before the second turn; then twice as long each time. */
  readonly firstWaitMs: number;
}

/** Each is five attempts of the SDK; who is throttled for longer is told that the rest is unknown. */
const turnsMax = 3;
