/** For one piece of work: the state of a role or of a project, in one Query however much is asked of it. */
import type { Item } from "../../ledger/item.ts";
import { isState, stateFrom } from "../../ledger/partition.ts";
import type { Table } from "./table.ts";
import { writeAlone } from "./write-together.ts";
import { keyOf, type TableWrite } from "./writes.ts";

/**
 * The table as the work saw it when it first asked, with what it wrote since. Only the work of a role writes the role's state; what
 * others write to a project's meanwhile, a write's condition meets.
 */
export function memoizedTable(table: Table): Table {
  const partitions = new Map<string, Promise<Map<string, Item>>>();
  const turns = new Map<string, number>();

  const stateOf = (pk: string): Promise<Map<string, Item>> => {
    const reading = partitions.get(pk) ?? readState(table, pk);
    partitions.set(pk, reading);
    return reading;
  };
  /** What the write leaves is kept; after one that was not made, or beside another, everything is read anew. */
  const manyWritten = async (
    all: readonly string[],
    write: () => Promise<void>,
    keep: (state: Map<string, Item>, pk: string) => boolean,
  ): Promise<void> => {
    const pks = [...new Set(all)];
    const before = pks.map((pk) => ({ pk, state: partitions.get(pk), turn: (turns.get(pk) ?? 0) + 1 }));
    const forget = () => {
      for (const pk of pks) partitions.delete(pk);
    };
    for (const { pk, turn } of before) turns.set(pk, turn);
    forget();
    await write().finally(forget);
    for (const { pk, state, turn } of before) {
      if (state !== undefined && turns.get(pk) === turn && keep(await state, pk)) partitions.set(pk, state);
    }
  };

  const allWritten = async (writes: readonly TableWrite[], write: () => Promise<boolean>) => {
    const ofState = writes.filter((each) => isState(keyOf(each)));
    const ofPartition = (pk: string) => ofState.filter((each) => keyOf(each).pk === pk);
    let isMade = false;
    await manyWritten(
      ofState.map((each) => keyOf(each).pk),
      async () => {
        isMade = await write();
      },
      (state, pk) => isMade && ofPartition(pk).every((each) => keepIn(state, each)),
    );
    return isMade;
  };
  const written = (write: TableWrite) => allWritten([write], () => writeAlone(table, write));

  return {
    ...table,
    async get(key) {
      return isState(key) ? (await stateOf(key.pk)).get(key.sk) : table.get(key);
    },
    async *query(query) {
      const { index, hash, skPrefix = "" } = query;
      if (index !== undefined || !isState({ pk: hash[1], sk: skPrefix })) {
        yield* table.query(query);
        return;
      }
      const state = [...(await stateOf(hash[1])).values()];
      yield state.filter(({ sk }) => String(sk).startsWith(skPrefix));
    },
    put: (item, condition) => written({ kind: "put", item, condition }),
    async putMany(items) {
      await manyWritten(
        items.map(({ pk }) => String(pk)),
        () => table.putMany(items),
        () => false,
      );
    },
    together: (writes) => allWritten(writes, () => table.together(writes)),
    update: (key, update, condition) => written({ kind: "update", key, update, condition }),
    remove: (key, condition) => written({ kind: "remove", key, condition }),
  };
}

/** Whether what it leaves of the item is known. */
function keepIn(state: Map<string, Item>, write: TableWrite): boolean {
  if (write.kind === "update") return false;
  if (write.kind === "put") state.set(keyOf(write).sk, write.item);
  else state.delete(write.key.sk);
  return true;
}

async function readState(table: Table, pk: string): Promise<Map<string, Item>> {
  const state = new Map<string, Item>();
  const start = stateFrom(pk);
  const from = start === "" ? {} : { from: ["sk", start] as const };
  for await (const page of table.query({ hash: ["pk", pk], ...from })) {
    for (const item of page) state.set(String(item.sk), item);
  }
  return state;
}
