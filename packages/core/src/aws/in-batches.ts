/** Many small calls as few larger ones: what is asked for in one turn goes together. */

export interface BatchLimits<Entry> {
  readonly entries: number;
  readonly bytes: number;
  readonly bytesOf: (entry: Entry) => number;
}

/**
 * Sends one entry. `send` answers for each entry of a batch with what it failed with; where it throws, all of them failed, and those
 * of the batches after it, which are not tried.
 */
export function inBatches<Entry>(
  { entries: most, bytes, bytesOf }: BatchLimits<Entry>,
  send: (batch: readonly Entry[]) => Promise<readonly unknown[]>,
): (entry: Entry) => Promise<void> {
  let waiting: Waiting<Entry>[] = [];

  const flush = async () => {
    const all = waiting;
    waiting = [];
    let failure: { readonly error: unknown } | undefined;
    for (const batch of batchesOf(all)) {
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

  const batchesOf = (all: readonly Waiting<Entry>[]) => {
    const batches: Waiting<Entry>[][] = [];
    let room = 0;
    for (const each of all) {
      const size = bytesOf(each.entry);
      const last = batches.at(-1);
      if (last === undefined || last.length === most || size > room) {
        batches.push([each]);
        room = bytes;
      } else {
        last.push(each);
      }
      room -= size;
    }
    return batches;
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
