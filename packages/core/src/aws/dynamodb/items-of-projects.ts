/** One item of each of some projects. */
import { inParallel } from "../../in-parallel.ts";
import { type Item, type ItemKey, keyText } from "../../ledger/item.ts";
import { queriesAtOnce, type Table } from "./table.ts";

/** By project. Of a few each by itself, which a table that remembers answers from one Query a project; of many a hundred a call. */
export async function itemsOfProjects(
  table: Table,
  projects: readonly string[],
  keyOf: (project: string) => ItemKey,
): Promise<ReadonlyMap<string, Item>> {
  if (projects.length <= fewProjects) {
    const found = await inParallel(projects, queriesAtOnce, async (name): Promise<[string, Item][]> => {
      const item = await table.get(keyOf(name));
      return item === undefined ? [] : [[name, item]];
    });
    return new Map(found.flat());
  }
  const byKey = new Map(projects.map((name) => [keyText(keyOf(name)), name]));
  const items = await table.getMany([...new Set(projects)].map(keyOf));
  return new Map(
    items.flatMap((item): [string, Item][] => {
      const name = byKey.get(keyText(item));
      return name === undefined ? [] : [[name, item]];
    }),
  );
}

const fewProjects = 8;
