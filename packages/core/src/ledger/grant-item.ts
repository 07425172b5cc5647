/** Grants as items. */
import * as v from "valibot";
import type { RecordedGrant } from "../model/change.ts";
import { fromBody, type Item, toBody } from "./item.ts";
import { rolePartition } from "./partition.ts";
import { RecordedGrantSchema } from "./schemas.ts";

export const grantPrefix = "grant#";

/**
 * One item, or several where the grant is for more projects than one takes: each is a grant of its own, for some of them.
 * An item has at most 400 KB. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export function grantItems(grant: RecordedGrant): readonly Item[] {
  const { role, region, secret, projects } = grant;
  const count = Math.max(1, Math.ceil(projects.length / projectsPerItem));
  return Array.from({ length: count }, (_, index) => {
    const part = projects.slice(index * projectsPerItem, (index + 1) * projectsPerItem);
    return {
      pk: rolePartition(role, region),
      sk: `${grantPrefix}${secret}${index === 0 ? "" : `#${index}`}`,
      type: "grant",
      grantedSecret: secret,
      grantedRegion: region,
      body: toBody({ ...grant, projects: part }),
    };
  });
}

/** With names of 255 characters, 260 KB. */
const projectsPerItem = 1_000;

/** The grants that are in several parts, whole. */
export function wholeGrants(parts: readonly RecordedGrant[]): readonly RecordedGrant[] {
  const whole = new Map<string, RecordedGrant>();
  for (const part of parts) {
    const key = `${part.region} ${part.role} ${part.secret}`;
    const before = whole.get(key);
    const projects = before === undefined ? part.projects : [...before.projects, ...part.projects].sort();
    whole.set(key, before === undefined ? part : { ...before, projects });
  }
  return [...whole.values()];
}

/** @throws ValiError on an item that pullpass did not write. */
export function readGrant(item: Item): RecordedGrant {
  return v.parse(RecordedGrantSchema, fromBody(item));
}
