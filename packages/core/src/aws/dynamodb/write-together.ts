/** Many writes in few calls. */
import { batchesOf } from "../batches.ts";
import type { Table } from "./table.ts";
import { keyOf, type TableWrite } from "./writes.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const writesPerTransaction = 100;

/** Of 4 MB, as JSON, which is longer than what DynamoDB counts. */
const charactersPerTransaction = 2_000_000;

/**
 * Each write stands by itself, has the condition that it needs, and may be repeated: that some are made together saves calls, and
 * nothing hangs on it. Where one is overtaken, those of its transaction are made one after the other. Answers with those whose condition
 * was not met.
 */
export async function writeTogether(
  table: Table,
  writes: readonly TableWrite[],
): Promise<readonly TableWrite[]> {
  const unmet: TableWrite[] = [];
  for (const batch of transactions(writes)) {
    if (await madeTogether(table, batch)) continue;
    for (const write of batch) if (!(await writeAlone(table, write))) unmet.push(write);
  }
  return unmet;
}

/** Whether they are one transaction, and it was made. */
export async function madeTogether(table: Table, writes: readonly TableWrite[]): Promise<boolean> {
  return writes.length > 1 && transactions(writes).length === 1 && table.together(writes);
}

/** Whether its condition was met. */
export async function writeAlone(table: Table, write: TableWrite): Promise<boolean> {
  switch (write.kind) {
    case "put":
      return table.put(write.item, write.condition);
    case "update":
      return table.update(write.key, write.update, write.condition);
    case "remove":
      return table.remove(write.key, write.condition);
    default:
      return write satisfies never;
  }
}

/** In their order, each item once in each. */
function transactions(writes: readonly TableWrite[]): readonly (readonly TableWrite[])[] {
  return batchesOf(writes, {
    entries: writesPerTransaction,
    size: charactersPerTransaction,
    sizeOf: (write) => JSON.stringify(write).length,
    isApart: (write, others) => others.some((other) => isOfSameItem(write, other)),
  });
}

function isOfSameItem(one: TableWrite, other: TableWrite): boolean {
  const [a, b] = [keyOf(one), keyOf(other)];
  return a.pk === b.pk && a.sk === b.sk;
}
