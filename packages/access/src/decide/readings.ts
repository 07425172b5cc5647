import type { LayerName, NamedPolicy, PolicySet } from "../types.ts";
import type { Asked } from "./asked.ts";
import { readGrants } from "./grants.ts";
import { listOf, type Reading, readAttached, readResource } from "./reading.ts";

/** Every layer, read. A layer that does not exist, or has no say in this request, is absent. */
export interface Readings {
  readonly identity: Reading;
  readonly boundary: Reading | undefined;
  readonly resource: Reading;
  readonly grants: Reading | undefined;
  /** Level by level. */
  readonly serviceControl: readonly Reading[];
}

/** Services have no policies of their own, and nothing limits them but the resource's. */
export function readAll(policies: PolicySet, asked: Asked): Readings {
  const { resource, resourceIsKey, grants } = policies;
  const isService = asked.request.principal.kind === "service";
  const identity = isService ? ({ kind: "known", value: [] } as const) : policies.identity;
  const boundary = isService ? none : policies.boundary;
  return {
    identity: readAttached("identity", identity, asked),
    boundary: isAbsent(boundary) ? undefined : readAttached("boundary", listOf(boundary), asked),
    resource: readResource(resourceIsKey ? "key" : "resource", resource, isPresent(boundary), asked),
    grants: resourceIsKey ? readGrants(grants, asked) : undefined,
    serviceControl: isExempt(asked) ? [] : readLevels(policies.serviceControl, asked),
  };
}

const none = { kind: "known", value: undefined } as const;

function isAbsent(boundary: PolicySet["boundary"]): boolean {
  return boundary.kind === "known" && boundary.value === undefined;
}

/** One that nobody could read may be none. */
function isPresent(boundary: PolicySet["boundary"]): boolean {
  return boundary.kind === "known" && boundary.value !== undefined;
}

/** "SCPs do not affect any service-linked role." https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
function isExempt({ request: { principal } }: Asked): boolean {
  if (principal.kind === "service") return true;
  return principal.kind === "role" && principal.arn.includes(":role/aws-service-role/");
}

function readLevels(levels: PolicySet["serviceControl"], asked: Asked): readonly Reading[] {
  const layer: LayerName = "serviceControl";
  if (levels.kind === "unknown") return [readAttached(layer, levels, asked)];
  const known = (value: readonly NamedPolicy[]) => ({ kind: "known", value }) as const;
  return levels.value.map((level) => readAttached(layer, known(level), asked));
}
