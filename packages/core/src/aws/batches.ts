/** What one call takes of many entries. */
export interface BatchLimits<Entry> {
  readonly entries: number;
  /** In the unit of `sizeOf`. */
  readonly size: number;
  readonly sizeOf: (entry: Entry) => number;
  /** May it not be in one call with these? */
  readonly isApart?: (entry: Entry, batch: readonly Entry[]) => boolean;
}

/** In their order. An entry that is larger than a call takes is alone: AWS says so of it. */
export function batchesOf<Entry>(
  all: readonly Entry[],
  { entries, size, sizeOf, isApart = () => false }: BatchLimits<Entry>,
): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let room = 0;
  for (const entry of all) {
    const takes = sizeOf(entry);
    const last = batches.at(-1);
    if (last === undefined || last.length === entries || takes > room || isApart(entry, last)) {
      batches.push([entry]);
      room = size;
    } else {
      last.push(entry);
    }
    room -= takes;
  }
  return batches;
}
