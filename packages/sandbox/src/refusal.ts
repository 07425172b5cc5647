import type { Decision, LayerName } from "@pullpass/access";
import { isAcross, passRoleAction } from "./cross-account.ts";
import type { Caller, Permission, Place } from "./service.ts";

/**
 * AWS's words for a refusal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusal(caller: Caller, permission: Permission, decision: Decision, place: Place): string {
  if (permission.action === passRoleAction && isAcross(permission, caller, place)) {
    return "Cross-account pass role is not allowed.";
  }
  const who = caller.kind === "service" ? caller.service : caller.arn;
  const what = `${permission.action} on resource: ${resourceName(permission)}`;
  return `User: ${who} is not authorized to perform: ${what} ${reason(permission, decision)}`;
}

function reason({ action }: Permission, decision: Decision): string {
  if (decision.kind === "denied" && decision.how === "explicit") {
    return `with an explicit deny in ${policyIn(decision.by[0]?.layer ?? "identity")}`;
  }
  const missing = decision.kind === "denied" && decision.how === "implicit" ? decision.missing : [];
  return `because no ${policyKinds[firstOf(missing)]} allows the ${action} action`;
}

function policyIn(layer: LayerName): string {
  const kind = policyKinds[layer];
  return kind.startsWith("i") ? `an ${kind}` : `a ${kind}`;
}

const policyKinds: Readonly<Record<LayerName, string>> = {
  serviceControl: "service control policy",
  resource: "resource-based policy",
  key: "resource-based policy",
  grant: "resource-based policy",
  boundary: "permissions boundary",
  identity: "identity-based policy",
};

/** Of several that do not allow it, AWS names one. Which is unverified: a refusal with two reasons would settle it. */
function firstOf(layers: readonly LayerName[]): LayerName {
  const order: readonly LayerName[] = ["serviceControl", "identity", "boundary", "key", "resource", "grant"];
  return order.find((layer) => layers.includes(layer)) ?? "identity";
}

/** IAM names its own entities, as real refusals show: `role web-build`; but a role to pass by its ARN. */
function resourceName({ action, resource }: Permission): string {
  const { type, name } = iamEntity.exec(resource)?.groups ?? {};
  return action.startsWith("iam:") && action !== "iam:PassRole" && type && name
    ? `${type} ${name}`
    : resource;
}

const iamEntity = /^arn:[^:]+:iam::\d{12}:(?<type>role|user|policy)\/(?:.*\/)?(?<name>[^/]+)$/;
