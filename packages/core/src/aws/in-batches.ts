/** Many small calls as few larger ones: what is asked for in one turn goes together. */
import { type BatchLimits, batchesOf } from "./batches.ts";

/**
 * Sends one entry. `send` answers for each entry of a batch with what it failed with; where it throws, all of them failed, and those
 * of the batches after it, which are not tried.
 */
export function inBatches<Entry>(
  limits: BatchLimits<Entry>,
  send: (batch: readonly Entry[]) => Promise<readonly unknown[]>,
): (entry: Entry) => Promise<void> {
  let waiting: Waiting<Entry>[] = [];

  const flush = async () => {
    const all = waiting;
    waiting = [];
    let failure: { readonly error: unknown } | undefined;
    const { isApart = () => false } = limits;
    const ofWaiting: BatchLimits<Waiting<Entry>> = {
      ...limits,
      sizeOf: ({ entry }) => limits.sizeOf(entry),
      isApart: ({ entry }, batch) =>
        isApart(
          entry,
          batch.map((each) => each.entry),
        ),
    };
    for (const batch of batchesOf(all, ofWaiting)) {
      if (failure === undefined) {
        try {
          const errors = await send(batch.map(({ entry }) => entry));
          for (const [index, { done, failed }] of batch.entries()) {
            if (errors[index] === undefined) done();
            else failed(errors[index]);
          }
          continue;
        } catch (error) {
          failure = { error };
        }
      }
      for (const { failed } of batch) failed(failure.error);
    }
  };

  return (entry) =>
    new Promise((done, failed) => {
      waiting.push({ entry, done, failed });
      if (waiting.length === 1) queueMicrotask(() => void flush());
    });
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}
