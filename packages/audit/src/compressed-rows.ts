/** Many rows in little memory, in order: packed by the hundreds, and unfolded a few at a time. */
import { deflateRawSync, inflateRawSync } from "node:zlib";

export interface CompressedRows<Row> extends Iterable<Row> {
  add(row: Row): void;
}

/** What is sorted together; a few are never packed. */
const rowsPerRun = 512;
/** What is unfolded together, of each run. */
const rowsPerBlock = 32;

/** Rows are JSON; they come out by their keys, whatever the order in which they were added. */
export function compressedRows<Row>(keyOf: (row: Row) => string): CompressedRows<Row> {
  const runs: (readonly Buffer[])[] = [];
  let last: Row[] = [];
  const inOrder = (rows: readonly Row[]) => [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

  return {
    add(row) {
      last.push(row);
      if (last.length < rowsPerRun) return;
      runs.push([...blocksOf(inOrder(last))].map(packed));
      last = [];
    },
    *[Symbol.iterator]() {
      const sources = [...runs.map((blocks) => unfolded<Row>(blocks)), inOrder(last).values()];
      yield* merged(sources, keyOf);
    },
  };
}

function* blocksOf<Row>(rows: readonly Row[]): Iterable<readonly Row[]> {
  for (let from = 0; from < rows.length; from += rowsPerBlock) yield rows.slice(from, from + rowsPerBlock);
}

/** Names and ARNs come again and again: a row takes a thirtieth of its text. */
function packed(rows: readonly unknown[]): Buffer {
  return deflateRawSync(JSON.stringify(rows), { level: 3 });
}

function* unfolded<Row>(blocks: readonly Buffer[]): IterableIterator<Row> {
  for (const block of blocks) {
    const rows: readonly Row[] = JSON.parse(inflateRawSync(block).toString());
    yield* rows;
  }
}

/** Sources in order, as one in order. */
function* merged<Row>(
  sources: readonly IterableIterator<Row>[],
  keyOf: (row: Row) => string,
): IterableIterator<Row> {
  const heads = sources.map((source) => source.next());
  for (;;) {
    let first: { readonly index: number; readonly key: string; readonly row: Row } | undefined;
    for (const [index, head] of heads.entries()) {
      if (head.done === true) continue;
      const key = keyOf(head.value);
      if (first === undefined || key < first.key) first = { index, key, row: head.value };
    }
    if (first === undefined) return;
    yield first.row;
    heads[first.index] = sources[first.index]?.next() ?? { done: true, value: undefined };
  }
}
