/** Of each project the last build that was started again: the one item that makes it at most once a build. */
import * as v from "valibot";
import { fromBody, type Item, type ItemKey, readable, toBody } from "../../ledger/item.ts";
import { projectPartition } from "../../ledger/partition.ts";
import { LastRetrySchema } from "../../ledger/schemas.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import type { LastRetry } from "../../model/retry.ts";
import type { Ledger } from "../../ports.ts";
import { itemsOfProjects } from "./items-of-projects.ts";
import type { Table } from "./table.ts";

type Retried = Pick<Ledger, "lastRetries" | "beginRetry" | "recordRetry">;

export function retriesIn(table: Table, expiryOf: (now: string) => number): Retried {
  const itemOf = (region: string, project: string, retry: LastRetry): Item => ({
    ...keyOf(project, region),
    type: "retry",
    of: retry.of,
    body: toBody(retry),
    [ttlAttribute]: expiryOf(retry.at),
  });
  return {
    async lastRetries(region, projects) {
      const items = await itemsOfProjects(table, projects, (name) => keyOf(name, region));
      const found = [...items].flatMap(([name, item]) =>
        readable([item], readRetry).map((retry) => [name, retry] as const),
      );
      return new Map(found);
    },
    beginRetry: (region, project, begun) =>
      table.put(itemOf(region, project, begun), { orAbsent: true, isNot: { of: begun.of } }),
    async recordRetry(region, project, retry) {
      await table.put(itemOf(region, project, retry));
    },
  };
}

function readRetry(item: Item): LastRetry {
  return v.parse(LastRetrySchema, fromBody(item));
}

function keyOf(project: string, region: string): ItemKey {
  return { pk: projectPartition(project, region), sk: "retry" };
}
