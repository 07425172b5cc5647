/** The three questions that a pull asks IAM, and what is known to answer them. */
import {
  type AccessRequest,
  effectiveKeyPolicy,
  type NamedPolicy,
  type PolicySet,
  type Principal,
} from "@pullpass/access";
import { arnParts } from "../../model/arn.ts";
import type { Known } from "../../model/known.ts";
import { parseOnce } from "../../model/parse-once.ts";
import type { Project } from "../../model/project.ts";
import type { Tags } from "../../model/tags.ts";
import { onlyOnce } from "../../observe/reading.ts";
import type { OrganizationState, RoleState, SecretLookup } from "../../observe/snapshot.ts";
import { assumeContext, type CallContext, decryptContext, readContext } from "./context.ts";
import { defaultKeyPolicy } from "./default-key.ts";

export interface AccessQuestion {
  readonly request: AccessRequest;
  readonly policies: PolicySet;
}

/** Who asks, and what is known around the request. */
export interface Asker {
  readonly role: RoleState;
  /** Left out where it is asked of every project of the role, or of none. */
  readonly project: Pick<Project, "arn" | "account" | "name"> | undefined;
  /** The session is somebody's who assumed the role otherwise: it carries no project. */
  readonly outsideCodeBuild?: true;
  readonly organization: OrganizationState;
  /** ISO 8601: when the pull is imagined to happen. */
  readonly at: string;
}

type Found = Extract<SecretLookup, { kind: "found" }>;

/** A secret, as far as it can be known without looking at it. */
export interface AskedSecret {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** `undefined` where nobody could look. */
  readonly tags: Tags | undefined;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
export const codeBuildService = "codebuild.amazonaws.com";

/** Most policies have no condition: then nobody asks for the context, and it is not put together. */
function requestIn(context: () => CallContext, asked: Omit<AccessRequest, keyof CallContext>): AccessRequest {
  const made = onlyOnce(context);
  return {
    ...asked,
    get context() {
      return made().context;
    },
    get unknown() {
      return made().unknown;
    },
  };
}

/** May CodeBuild assume the role, for the project? */
export function assumeQuestion(asker: Asker): AccessQuestion {
  const { role } = asker;
  return {
    request: requestIn(() => assumeContext(asker), {
      principal: { kind: "service", service: codeBuildService },
      action: "sts:AssumeRole",
      resource: role.arn,
      resourceAccount: arnParts(role.arn).account,
    }),
    policies: trustOnly(role.trust),
  };
}

/** A trust policy decides by itself who assumes a role. */
export function trustOnly(trust: unknown): PolicySet {
  return onlyResource("trust policy", trust);
}

/** Nothing but the policy on the resource decides. */
export function onlyResource(name: string, document: unknown): PolicySet {
  return { ...nothing, resource: { kind: "known", value: { name, document } } };
}

/** A secret with what its owner says of who may read it. */
export interface AskedOfSecret {
  readonly secret: AskedSecret;
  readonly resourcePolicy: Known<unknown>;
}

/** May the role read the secret? */
export function readQuestion(asker: Asker, { secret, resourcePolicy }: AskedOfSecret): AccessQuestion {
  return {
    request: requestIn(() => readContext(asker, secret), {
      principal: principalOf(asker.role),
      action: "secretsmanager:GetSecretValue",
      resource: secret.arn,
      resourceAccount: secret.account,
    }),
    policies: {
      ...policiesOf(asker),
      resource: layerOf("resource policy", resourcePolicy),
      resourceIsKey: false,
      grants: { kind: "known", value: [] },
    },
  };
}

/**
 * May the role decrypt with the secret's key? It is asked of `aws/secretsmanager` too: its policy admits the account,
 * and an explicit denial of kms:Decrypt wins over that all the same.
 * `undefined` where the key is not known.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function decryptQuestion(asker: Asker, { secret, key }: Found): AccessQuestion | undefined {
  if (key.kind !== "customer" && key.kind !== "default") return undefined;
  const { arn, account } =
    key.kind === "customer" ? key.key : { arn: defaultArn(key.arn, secret), account: secret.account };
  return {
    request: requestIn(() => decryptContext(asker, secret, key), {
      principal: principalOf(asker.role),
      action: "kms:Decrypt",
      resource: arn,
      resourceAccount: account,
    }),
    policies: {
      ...policiesOf(asker),
      resource: key.kind === "customer" ? keyLayer(key.policy) : defaultKeyPolicy(secret),
      resourceIsKey: true,
      grants: key.kind === "customer" ? key.grants : { kind: "known", value: [] },
    },
  };
}

/** Stands for the default key where nobody could look: a statement about one key by its id is not about this one. */
function defaultArn(
  arn: Extract<Found["key"], { kind: "default" }>["arn"],
  { arn: secret }: Found["secret"],
): string {
  if (arn.kind === "known") return arn.value;
  const { partition, region, account } = arnParts(secret);
  return `arn:${partition}:kms:${region}:${account}:key/aws-secretsmanager`;
}

const nothing: PolicySet = {
  identity: { kind: "known", value: [] },
  boundary: { kind: "known", value: undefined },
  resource: { kind: "known", value: undefined },
  resourceIsKey: false,
  grants: { kind: "known", value: [] },
  serviceControl: { kind: "known", value: [] },
};

function policiesOf({
  role,
  organization,
}: Asker): Pick<PolicySet, "identity" | "boundary" | "serviceControl"> {
  return {
    identity: identityOf(role),
    boundary: layerOf("permissions boundary", role.boundary),
    serviceControl: organization.serviceControl,
  };
}

/** A role is asked about many secrets. */
const identities = new WeakMap<RoleState, PolicySet["identity"]>();

export function identityOf(state: RoleState): PolicySet["identity"] {
  const identity = identities.get(state) ?? readIdentity(state);
  identities.set(state, identity);
  return identity;
}

function readIdentity({ inlinePolicies, managedPolicies }: RoleState): PolicySet["identity"] {
  if (managedPolicies.kind === "unknown") return managedPolicies;
  const managed = managedPolicies.kind === "known" ? [...managedPolicies.value] : [];
  return {
    kind: "known",
    value: [
      ...[...inlinePolicies].map(([name, text]) => ({ name, document: parsed(text) })),
      ...managed.map(([name, document]) => ({ name, document })),
    ],
  };
}

export function layerOf(name: string, document: Known<unknown>): PolicySet["resource"] {
  if (document.kind === "unknown") return document;
  const policy: NamedPolicy | undefined =
    document.kind === "known" ? { name, document: document.value } : undefined;
  return { kind: "known", value: policy };
}

function keyLayer(policy: Known<unknown>): PolicySet["resource"] {
  if (policy.kind !== "known") return layerOf("key policy", policy);
  return layerOf("key policy", { kind: "known", value: effectiveKeyPolicy(policy.value) });
}

export function principalOf({ arn }: RoleState): Principal {
  return { kind: "role", arn, account: arnParts(arn).account };
}

function parsed(text: string): unknown {
  try {
    return parseOnce(text);
  } catch {
    return undefined;
  }
}
