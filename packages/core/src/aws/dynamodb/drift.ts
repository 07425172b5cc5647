/** The last normalization of each project, and of how many rounds it is the last. */

import { Unavailable } from "../../errors.ts";
import { inParallel } from "../../in-parallel.ts";
import type { Item, ItemKey } from "../../ledger/item.ts";
import { projectPartition } from "../../ledger/partition.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import { type DriftRounds, driftAfter, type Normalizes } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import { queriesAtOnce, type Table } from "./table.ts";

export function driftIn(table: Table): Pick<Ledger, "driftRounds"> {
  return {
    async driftRounds(region, projects) {
      const found = await inParallel(
        projects,
        queriesAtOnce,
        async (name): Promise<[string, DriftRounds][]> => {
          const rounds = roundsOf(await table.get(driftKey(name, region)));
          return rounds === undefined ? [] : [[name, rounds]];
        },
      );
      return new Map(found.flat());
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
  const key = driftKey(change.project, change.region);
  const before = await table.get(key);
  if (before?.lastChange === change.id) return;
  const { credential, rounds, tool } = driftAfter(change, roundsOf(before), now);
  const item = {
    ...key,
    type: "drift",
    credential,
    rounds,
    at: now,
    ...(tool !== undefined && { tool }),
    lastChange: change.id,
    [ttlAttribute]: expiresAt,
  };
  const condition =
    before === undefined ? { orAbsent: true } : { orAbsent: false, is: { lastChange: [lastOf(before)] } };
  if (await table.put(item, condition)) return;
  const failed = { call: "dynamodb:PutItem", resource: `${key.pk} ${key.sk}` };
  throw new Unavailable(failed, new Error("it was changed by someone else"));
}

function driftKey(project: string, region: string): ItemKey {
  return { pk: projectPartition(project, region), sk: "drift" };
}

function roundsOf(item: Item | undefined): DriftRounds | undefined {
  const { lastChange, credential, rounds, at, tool } = item ?? {};
  if (typeof credential !== "string" || typeof rounds !== "number") return undefined;
  return { change: textOf(lastChange) ?? "", credential, rounds, at: textOf(at), tool: textOf(tool) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function lastOf({ lastChange }: Item): string {
  return typeof lastChange === "string" ? lastChange : "";
}
