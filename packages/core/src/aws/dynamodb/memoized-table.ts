/** For one piece of work: the state of a role or of a project, in one Query however much is asked of it. */
import type { Item, ItemKey } from "../../ledger/item.ts";
import { isState, stateFrom } from "../../ledger/partition.ts";
import type { Table } from "./table.ts";

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
  const written = async (
    { pk }: ItemKey,
    write: () => Promise<boolean>,
    keep: (state: Map<string, Item>) => boolean,
  ): Promise<boolean> => {
    const before = partitions.get(pk);
    const turn = (turns.get(pk) ?? 0) + 1;
    turns.set(pk, turn);
    partitions.delete(pk);
    const isMade = await write().finally(() => partitions.delete(pk));
    const isAlone = isMade && turns.get(pk) === turn;
    if (isAlone && before !== undefined && keep(await before)) partitions.set(pk, before);
    return isMade;
  };

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
    async put(item, condition) {
      const key = { pk: String(item.pk), sk: String(item.sk) };
      const write = () => table.put(item, condition);
      return isState(key) ? written(key, write, (state) => state.set(key.sk, item).has(key.sk)) : write();
    },
    async putMany(items) {
      const pks = items.map(({ pk }) => String(pk));
      const forget = () => {
        for (const pk of pks) partitions.delete(pk);
      };
      for (const pk of pks) turns.set(pk, (turns.get(pk) ?? 0) + 1);
      forget();
      await table.putMany(items).finally(forget);
    },
    async update(key, update, condition) {
      const write = () => table.update(key, update, condition);
      return isState(key) ? written(key, write, () => false) : write();
    },
    async remove(key, condition) {
      const write = () => table.remove(key, condition);
      return isState(key) ? written(key, write, (state) => state.delete(key.sk)) : write();
    },
  };
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
