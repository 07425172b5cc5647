/** IAM as calls meet it: the caller's policies, the resource's, and AWS's words when that is not enough. */
import {
  type AccessRequest,
  type Decision,
  effectiveKeyPolicy,
  evaluate,
  type Layer,
  type NamedPolicy,
  type PolicySet,
} from "@pullpass/access";
import { isAcross, isServedAcross } from "./cross-account.ts";
import { awsError } from "./errors.ts";
import { serviceControlOf } from "./organization/organization.ts";
import { identityArn } from "./principals.ts";
import { refusal } from "./refusal.ts";
import { requestContext } from "./request-context.ts";
import type { From, Sandbox } from "./sandbox.ts";
import type { Call, Caller, Permission, Service } from "./service.ts";
import { seenIam } from "./services/iam/lag.ts";
import { defaultDocument, type Identity, roleByArn, userByArn } from "./services/iam/state.ts";
import { protocolOf } from "./wire/protocol-of.ts";

export interface Ask extends From {
  readonly sandbox: Sandbox;
}

/** @throws the service's own form of AccessDenied */
export function authorize(permission: Permission, call: Call, service: Service): void {
  const decision = decide(permission, call);
  if (decision.kind === "allowed") return;
  const message = refusal(call.caller, permission, decision, call.place);
  throw accessDenied(service, message);
}

/** What IAM says about one permission. */
export function decide(permission: Permission, ask: Ask): Decision {
  if (ask.caller.kind !== "service" && isAcross(permission, ask.caller, ask.place)) {
    if (!isServedAcross(permission)) return notServed(permission);
  } else if (ask.caller.kind === "administrator" && !hasTrustPolicy(permission)) {
    return decideForAdministrator(permission, ask);
  }
  return decideByPolicies(permission, ask);
}

/** The same, though an administrator asks: one who has every right of their own, and needs the resource's as others do. */
export function decideByPolicies(permission: Permission, ask: Ask): Decision {
  return evaluate(accessRequest(permission, ask), policySet(permission, ask));
}

function notServed(permission: Permission): Decision {
  return { kind: "denied", how: "implicit", missing: [isKey(permission) ? "key" : "resource"] };
}

/** In their own account, administrators pass every check but those that bind the account itself. */
function decideForAdministrator(permission: Permission, ask: Ask): Decision {
  const levels = serviceControlOf(ask.sandbox, ask.caller.account);
  if (levels.length === 0) return { kind: "allowed", by: [] };
  return evaluate(accessRequest(permission, ask), {
    ...identityPolicies(ask),
    resource: known(undefined),
    resourceIsKey: false,
    grants: known([]),
    serviceControl: known(levels),
  });
}

/** SNS has a name of its own for it: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function accessDenied(service: Service, message: string) {
  if ("AuthorizationErrorException" in service.sdk)
    return awsError("AuthorizationErrorException", message, 403);
  const { family } = protocolOf(service);
  return family === "query"
    ? awsError("AccessDenied", message, 403)
    : awsError("AccessDeniedException", message);
}

function accessRequest(permission: Permission, ask: Ask): AccessRequest {
  return {
    principal: principalOf(ask.caller),
    action: permission.action,
    resource: permission.resource,
    resourceAccount: permission.resourceAccount ?? ask.place.account,
    context: requestContext(permission, ask),
  };
}

function principalOf(caller: Caller): AccessRequest["principal"] {
  const { account } = caller;
  switch (caller.kind) {
    case "service":
      return { kind: "service", service: caller.service };
    case "user":
      return { kind: "user", arn: caller.arn, account };
    case "role":
      return { kind: "role", arn: caller.roleArn, sessionArn: caller.arn, account };
    case "administrator":
      return administratorOf(caller);
    default:
      return caller satisfies never;
  }
}

function administratorOf(caller: Extract<Caller, { kind: "administrator" }>): AccessRequest["principal"] {
  const { arn: sessionArn, account } = caller;
  const arn = identityArn(caller);
  if (arn.endsWith(":root")) return { kind: "root", arn, account };
  if (arn.includes(":user/")) return { kind: "user", arn, account };
  return { kind: "role", arn, sessionArn, account };
}

function policySet(permission: Permission, ask: Ask): PolicySet {
  const { resourcePolicy, grants = [] } = permission;
  const stored =
    resourcePolicy === undefined ? undefined : policyOf("resource policy", resourcePolicy, ask.sandbox);
  const resource =
    stored && isKey(permission) ? { ...stored, document: effectiveKeyPolicy(stored.document) } : stored;
  return {
    ...identityPolicies(ask),
    resource: known(resource),
    resourceIsKey: isKey(permission) || hasTrustPolicy(permission),
    grants: known(grants),
    serviceControl: known(serviceControlOf(ask.sandbox, ask.caller.account)),
  };
}

function identityPolicies({ caller, sandbox }: Ask): Pick<PolicySet, "identity" | "boundary"> {
  if (caller.kind === "administrator") return { identity: known([everything]), boundary: known(undefined) };
  if (caller.kind === "service") return { identity: known([]), boundary: known(undefined) };
  const identity =
    caller.kind === "role"
      ? roleByArn(sandbox, caller.roleArn, seenIam)
      : userByArn(sandbox, caller.arn, seenIam);
  if (!identity) return { identity: known([]), boundary: known(undefined) };
  const { policies } = seenIam(sandbox, caller.account);
  const managed = (arn: string): readonly NamedPolicy[] => {
    const policy = policies.get(arn);
    return policy ? [policyOf(arn, defaultDocument(policy), sandbox)] : [];
  };
  return {
    identity: known([...inlineOf(identity, sandbox), ...[...identity.attached].flatMap(managed)]),
    boundary: known(identity.boundary === undefined ? undefined : managed(identity.boundary)[0]),
  };
}

function inlineOf({ inline }: Identity, sandbox: Sandbox): readonly NamedPolicy[] {
  return [...inline].map(([name, document]) => policyOf(name, document, sandbox));
}

const everything: NamedPolicy = {
  name: "AdministratorAccess",
  document: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

/** The same text gives the same document: the evaluator reads a document once, as long as it is the same object. */
function policyOf(name: string, text: string, sandbox: Sandbox): NamedPolicy {
  const documents = sandbox.store<Map<string, unknown>>("policy-documents", () => new Map());
  if (!documents.has(text)) documents.set(text, JSON.parse(text));
  return { name, document: documents.get(text) };
}

function known<T>(value: T): Layer<T> {
  return { kind: "known", value };
}

function isKey({ resource }: Permission): boolean {
  return /^arn:[^:]+:kms:[^:]*:\d*:key\//.test(resource);
}

/**
 * As a key policy decides whether IAM counts for a key, so does a trust policy for a role, and it binds administrators too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
function hasTrustPolicy({ action }: Permission): boolean {
  return action === "sts:AssumeRole";
}
