/** Of each project the build that could not pull and that a finding is open about. */
import * as v from "valibot";
import { fromBody, type Item, type ItemKey, readable, toBody } from "../../ledger/item.ts";
import { projectPartition } from "../../ledger/partition.ts";
import { FailedBuildSchema } from "../../ledger/schemas.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import type { Ledger } from "../../ports.ts";
import { itemsOfProjects } from "./items-of-projects.ts";
import type { Table } from "./table.ts";

type FailedBuilds = Pick<Ledger, "failedBuilds" | "recordFailedBuild" | "forgetFailedBuild">;

export function failedBuildsIn(table: Table, expiryOf: (now: string) => number): FailedBuilds {
  return {
    async failedBuilds(region, projects) {
      const items = await itemsOfProjects(table, projects, (name) => keyOf(name, region));
      const found = [...items].flatMap(([name, item]) =>
        readable([item], readFailedBuild).map((build) => [name, build] as const),
      );
      return new Map(found);
    },
    async recordFailedBuild(region, build, now) {
      const item = { ...keyOf(build.project, region), type: "build", body: toBody(build) };
      await table.put({ ...item, [ttlAttribute]: expiryOf(now) });
    },
    async forgetFailedBuild(region, project) {
      await table.remove(keyOf(project, region));
    },
  };
}

function readFailedBuild(item: Item) {
  return v.parse(FailedBuildSchema, fromBody(item));
}

function keyOf(project: string, region: string): ItemKey {
  return { pk: projectPartition(project, region), sk: "build" };
}
