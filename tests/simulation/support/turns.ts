/** One call at a time, in an order that depends on the calls alone: so that a seed is one run, whatever the machine does. */
import { setImmediate as nextTurn } from "node:timers/promises";

export interface Turns {
  /** Makes the call when it is its turn; `key` tells it from others that wait. */
  take<T>(key: string, call: () => Promise<T>): Promise<T>;
  /** A call will come after a timer: the others wait for it. */
  expect(): void;
  /** The call with that key will not be made after all. */
  giveUp(key: string): void;
}

export function takingTurns(): Turns {
  const waiting: { readonly key: string; readonly start: () => Promise<unknown> }[] = [];
  let expected = 0;
  let isBusy = false;

  const serve = async () => {
    isBusy = true;
    while (waiting.length > 0) {
      await allHere();
      while (expected > 0) await nextTurn();
      waiting.sort((a, b) => (a.key < b.key ? -1 : 1));
      await waiting.shift()?.start();
    }
    isBusy = false;
  };

  /** Whoever is on the way to a call gets there before the next one is chosen. */
  const allHere = async () => {
    for (let calm = 0, seen = waiting.length; calm < calmTurns; calm += 1) {
      await nextTurn();
      if (waiting.length !== seen) calm = 0;
      seen = waiting.length;
    }
  };

  const noLongerExpected = (key: string) => {
    if (key.endsWith(retried)) expected = Math.max(0, expected - 1);
  };

  return {
    take<T>(key: string, call: () => Promise<T>): Promise<T> {
      noLongerExpected(key);
      return new Promise<T>((resolve, reject) => {
        waiting.push({ key, start: () => call().then(resolve, reject) });
        if (!isBusy) void serve();
      });
    },
    expect() {
      expected += 1;
    },
    giveUp: noLongerExpected,
  };
}

/** On the way between two calls nothing waits for longer than a few turns of the event loop. */
const calmTurns = 3;

/** How the key of a call ends that was expected. */
export const retried = " again";
