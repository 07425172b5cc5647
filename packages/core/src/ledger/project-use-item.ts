/** That a project hangs on a role, a secret or a key, as an item in the project's partition: indexed by that, and by Region. */
import * as v from "valibot";
import { parseRoleArn } from "../model/arn.ts";
import type { ProjectUse, Used } from "../model/project-use.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { projectPartition } from "./partition.ts";
import { arn } from "./schemas.ts";
import { indexed } from "./table.ts";

/** The index's entry of what is hung on: no ARN of a secret begins so. */
export function usesEntry(region: string, { kind, name }: Used): string {
  return `${kind}#${region}#${name}`;
}

/** The index's entry of a Region: of no Region's grants. */
export function usesRegion(region: string): string {
  return `keys#${region}`;
}

export function projectUseItem(region: string, use: ProjectUse): Item & ItemKey {
  const { project, kind, name } = use;
  return {
    pk: projectPartition(project, region),
    sk: `${kind}#${name}`,
    type: "use",
    [indexed.grantedSecret]: usesEntry(region, use),
    [indexed.grantedRegion]: usesRegion(region),
    body: toBody(use),
  };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readProjectUse(item: Item): ProjectUse {
  return v.parse(ProjectUseSchema, fromBody(item));
}

const user = { project: v.string(), role: arn(parseRoleArn) };

/** Versions before kept keys alone, and had the key's name in a member of its own. */
const ProjectUseSchema: v.GenericSchema<unknown, ProjectUse> = v.union([
  v.object({ ...user, kind: v.picklist(["role", "secret", "key"]), name: v.string() }),
  v.pipe(
    v.object({ ...user, key: v.string() }),
    v.transform(({ key: name, ...use }) => ({ ...use, kind: "key" as const, name })),
  ),
]);
