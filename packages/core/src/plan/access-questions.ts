/** The two questions that CodeBuild's pull asks IAM, and what is known to answer them. */
import type { AccessRequest, NamedPolicy, PolicySet, RequestContext } from "@pullpass/access";
import { arnParts, type RoleArn } from "../model/arn.ts";
import type { Grant } from "../model/change.ts";
import type { Known } from "../model/known.ts";
import type { Secret } from "../model/secret.ts";
import type { RoleState } from "../observe/snapshot.ts";
import { rolePolicy } from "../policy/role-policy.ts";
import type { SecretNeed } from "./need.ts";

export interface AccessQuestion {
  readonly request: AccessRequest;
  readonly policies: PolicySet;
}

/** The keys whose values are certain when CodeBuild reads the secret: no source address, no VPC endpoint. */
function secretContext({ arn: role, tags }: RoleState, secret: Secret): RequestContext {
  return {
    ...callContext(role, secret),
    ...prefixed("aws:PrincipalTag/", tags),
    ...prefixed("aws:ResourceTag/", secret.tags),
    ...prefixed("secretsmanager:ResourceTag/", secret.tags),
    "secretsmanager:SecretId": secret.arn,
  };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
export function decryptContext(role: RoleArn, secret: Secret): RequestContext {
  return {
    ...callContext(role, secret),
    "kms:ViaService": `secretsmanager.${secret.region}.amazonaws.com`,
    "kms:CallerAccount": arnParts(role).account,
    "kms:EncryptionContext:SecretARN": secret.arn,
    "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
  };
}

/** May the role read the secret, with the grants that the plan leaves it with, or with its policies as they are? */
export function readQuestion(
  state: RoleState,
  after: PolicyAfter | "as-is",
  need: Pick<SecretNeed, "secret" | "resourcePolicy">,
): AccessQuestion {
  const { secret, resourcePolicy } = need;
  return {
    request: {
      principal: principalOf(state.arn),
      action: "secretsmanager:GetSecretValue",
      resource: secret.arn,
      resourceAccount: secret.account,
      context: secretContext(state, secret),
    },
    policies: {
      ...policiesOf(state, after),
      resource: named("resource policy", resourcePolicy),
      resourceIsKey: false,
    },
  };
}

/** May it decrypt with the secret's key? Not asked of keys that AWS manages: their policies admit the account. */
export function decryptQuestion(
  state: RoleState,
  after: PolicyAfter | "as-is",
  need: Pick<SecretNeed, "secret" | "key">,
): AccessQuestion | undefined {
  if (need.key.kind !== "customer" || need.key.key.manager === "AWS") return undefined;
  const { key, policy } = need.key;
  return {
    request: {
      principal: principalOf(state.arn),
      action: "kms:Decrypt",
      resource: key.arn,
      resourceAccount: key.account,
      context: decryptContext(state.arn, need.secret),
    },
    policies: { ...policiesOf(state, after), resource: named("key policy", policy), resourceIsKey: true },
  };
}

/** The policy that the plan leaves on the role. */
export interface PolicyAfter {
  readonly policyName: string;
  readonly grants: readonly Grant[];
}

/**
 * Without service control policies, which nobody read: they only take away, so a denial without them is one with
 * them too. A KMS grant could allow more, so grants are unknown.
 */
function policiesOf(
  state: RoleState,
  after: PolicyAfter | "as-is",
): Omit<PolicySet, "resource" | "resourceIsKey"> {
  return {
    identity: identityOf(state, after),
    boundary: named("permissions boundary", state.boundary),
    grants: { kind: "unknown", reason: "KMS grants were not read" },
    serviceControl: { kind: "known", value: [] },
  };
}

function identityOf(state: RoleState, after: PolicyAfter | "as-is"): PolicySet["identity"] {
  if (state.managedPolicies.kind === "unknown") return state.managedPolicies;
  const managed = state.managedPolicies.kind === "known" ? [...state.managedPolicies.value] : [];
  const inline = new Map(state.inlinePolicies);
  if (after !== "as-is") inline.set(after.policyName, rolePolicy(after.grants));
  return {
    kind: "known",
    value: [
      ...[...inline].map(([name, text]) => ({ name, document: parsed(text) })),
      ...managed.map(([name, document]) => ({ name, document })),
    ],
  };
}

function named(name: string, document: Known<unknown>): PolicySet["resource"] {
  if (document.kind === "unknown") return document;
  const policy: NamedPolicy | undefined =
    document.kind === "known" ? { name, document: document.value } : undefined;
  return { kind: "known", value: policy };
}

function principalOf(arn: RoleArn): AccessRequest["principal"] {
  return { kind: "role", arn, account: arnParts(arn).account };
}

function callContext(role: RoleArn, secret: Secret): RequestContext {
  const { account } = arnParts(role);
  return {
    "aws:PrincipalArn": role,
    "aws:PrincipalAccount": account,
    "aws:PrincipalType": "AssumedRole",
    "aws:RequestedRegion": secret.region,
    "aws:ResourceAccount": secret.account,
    "aws:SecureTransport": "true",
  };
}

function prefixed(prefix: string, tags: Readonly<Record<string, string>>): RequestContext {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
