import type { LayerName, NamedPolicy, PolicySet } from "../types.ts";
import type { Asked } from "./asked.ts";
import type { LayerClaims } from "./claim.ts";
import { granted } from "./grants.ts";
import { attached, listOf, onResource, type Said } from "./policies.ts";

/**
 * Every layer, read; of `resource` and `key` the one that the question is about. Services have no policies of their own,
 * and nothing limits them but the resource's.
 */
export function layersOf(policies: PolicySet, asked: Asked): readonly LayerClaims[] {
  const { resource, resourceIsKey } = policies;
  const isService = asked.request.principal.kind === "service";
  const identity = isService ? ({ kind: "known", value: [] } as const) : policies.identity;
  const boundary = isService ? none : policies.boundary;
  const grants = resourceIsKey ? policies.grants : ({ kind: "known", value: [] } as const);
  const ofResource: LayerName = resourceIsKey ? "key" : "resource";
  const limit = attached({ layer: "boundary", level: 0 }, "boundary", listOf(boundary), asked);
  return [
    serviceControl(policies.serviceControl, asked),
    layer(ofResource, isThere(resource), onResource(ofResource, resource, isPresent(boundary), asked)),
    layer(
      "identity",
      isAny(identity),
      attached({ layer: "identity", level: 0 }, "identity", identity, asked),
    ),
    layer("boundary", isThere(boundary), limit),
    layer("grant", isAny(grants), granted(grants, asked)),
  ];
}

function layer(name: LayerName, exists: boolean, said: Said, levels = 0): LayerClaims {
  return { layer: name, exists, ...said, levels };
}

function serviceControl(policies: PolicySet["serviceControl"], asked: Asked): LayerClaims {
  const name = "serviceControl";
  if (isExempt(asked)) return layer(name, false, { claims: [], unread: [] });
  if (policies.kind === "unknown") {
    return layer(name, true, { claims: [], unread: [{ level: 0, reason: policies.reason }] }, 1);
  }
  const known = (value: readonly NamedPolicy[]) => ({ kind: "known", value }) as const;
  const levels = policies.value.map((level, index) =>
    attached({ layer: name, level: index }, "level", known(level), asked),
  );
  const claims = levels.flatMap((level) => level.claims);
  const unread = levels.flatMap((level) => level.unread);
  return layer(name, levels.length > 0, { claims, unread }, levels.length);
}

/** "SCPs do not affect any service-linked role." https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
function isExempt({ request: { principal } }: Asked): boolean {
  if (principal.kind === "service") return true;
  return principal.kind === "role" && principal.arn.includes(":role/aws-service-role/");
}

const none = { kind: "known", value: undefined } as const;

/** One that nobody could read may be there, or not. */
function isThere(policy: PolicySet["resource"]): boolean {
  return policy.kind === "unknown" || policy.value !== undefined;
}

function isAny(list: PolicySet["identity"] | PolicySet["grants"]): boolean {
  return list.kind === "unknown" || list.value.length > 0;
}

/** One that nobody could read may be none. */
function isPresent(boundary: PolicySet["boundary"]): boolean {
  return boundary.kind === "known" && boundary.value !== undefined;
}
