/** The last normalization of each project, and of how many rounds it is the last. */

import { Unavailable } from "../../errors.ts";
import type { Item, ItemKey } from "../../ledger/item.ts";
import { projectPartition } from "../../ledger/partition.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import { type DriftRounds, driftAfter, type Normalizes } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import { itemsOfProjects } from "./items-of-projects.ts";
import type { Table } from "./table.ts";
import { writeAlone } from "./write-together.ts";
import { keyOf, type TableWrite } from "./writes.ts";

export function driftIn(table: Table): Pick<Ledger, "driftRounds"> {
  return {
    async driftRounds(region, projects) {
      const items = await itemsOfProjects(table, projects, (name) => driftKey(name, region));
      const found = [...items].flatMap(([name, item]): [string, DriftRounds][] => {
        const rounds = roundsOf(item);
        return rounds === undefined ? [] : [[name, rounds]];
      });
      return new Map(found);
    },
  };
}

/** @throws Unavailable when someone else counted in between: the retry counts again. */
export async function countDrift(
  table: Table,
  change: Normalizes,
  now: string,
  expiresAt: number,
): Promise<void> {
  for (const write of await driftCount(table, change, now, expiresAt)) {
    if (await writeAlone(table, write)) continue;
    const { pk, sk } = keyOf(write);
    const failed = { call: "dynamodb:PutItem", resource: `${pk} ${sk}` };
    throw new Unavailable(failed, new Error("it was changed by someone else"));
  }
}

/** What counts it; nothing where it was counted last. */
export async function driftCount(
  table: Table,
  change: Normalizes,
  now: string,
  expiresAt: number,
): Promise<readonly TableWrite[]> {
  const key = driftKey(change.project, change.region);
  const before = await table.get(key);
  if (before?.lastChange === change.id) return [];
  const { credential, rounds, tool, created } = driftAfter(change, roundsOf(before), now);
  const item = {
    ...key,
    type: "drift",
    credential,
    rounds,
    at: now,
    ...(tool !== undefined && { tool }),
    ...(created !== undefined && { created }),
    lastChange: change.id,
    [ttlAttribute]: expiresAt,
  };
  const condition =
    before === undefined ? { orAbsent: true } : { orAbsent: false, is: { lastChange: [lastOf(before)] } };
  return [{ kind: "put", item, condition }];
}

function driftKey(project: string, region: string): ItemKey {
  return { pk: projectPartition(project, region), sk: "drift" };
}

function roundsOf(item: Item | undefined): DriftRounds | undefined {
  const { lastChange, credential, rounds, at, tool, created } = item ?? {};
  if (typeof credential !== "string" || typeof rounds !== "number") return undefined;
  return {
    change: textOf(lastChange) ?? "",
    credential,
    rounds,
    at: textOf(at),
    tool: textOf(tool),
    created: textOf(created),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function lastOf({ lastChange }: Item): string {
  return typeof lastChange === "string" ? lastChange : "";
}
