import { administrator, roleOfSession } from "../../principals.ts";
import type { Sandbox } from "../../sandbox.ts";
import { awsManagedPolicies } from "./aws-managed-policies.ts";
import type { ManagedPolicy } from "./managed-policy.ts";

/** What roles and users have in common: the policies that say what they may do. */
export interface Identity {
  readonly arn: string;
  readonly name: string;
  /** `/`, or something like `/service-role/`. */
  readonly path: string;
  readonly id: string;
  readonly created: Date;
  /** Inline policies' JSON texts, by name, as they were put. */
  readonly inline: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  /** Values by key. */
  readonly tags: Map<string, string>;
  /** The ARN of the managed policy that bounds it. */
  boundary: string | undefined;
}

export interface Role extends Identity {
  /** The trust policy's JSON text. */
  trust: string;
  description: string | undefined;
  /** Seconds. */
  maxSessionDuration: number;
}

export interface User extends Identity {
  readonly accessKeys: Map<string, { readonly id: string; readonly created: Date }>;
}

/** The entities of an account; names differ by more than case, so the keys are names in lower case. */
export interface IamState {
  readonly roles: Map<string, Role>;
  readonly users: Map<string, User>;
  /** By ARN: the account's own and those of AWS. */
  readonly policies: Map<string, ManagedPolicy>;
}

/** IAM of that account. */
export function iamState(sandbox: Sandbox, account: string): IamState {
  return sandbox.store(`iam:${account}`, () => newIamState(sandbox));
}

/** Nobody is in it yet. */
export function newIamState({ partition }: Sandbox): IamState {
  return {
    roles: new Map(),
    users: new Map(),
    policies: new Map(awsManagedPolicies(partition).map((policy) => [policy.arn, policy])),
  };
}

/** IAM as it is, or as it is seen. */
type IamOf = (sandbox: Sandbox, account: string) => IamState;

/** The role of that ARN, whatever its account; undefined if there is none, or if its path is another. */
export function roleByArn(sandbox: Sandbox, arn: string, iamOf: IamOf = iamState): Role | undefined {
  const role = iamOf(sandbox, accountOf(arn)).roles.get(nameIn(arn).toLowerCase());
  return role?.arn === arn ? role : undefined;
}

/** The user of that ARN. */
export function userByArn(sandbox: Sandbox, arn: string, iamOf: IamOf = iamState): User | undefined {
  const user = iamOf(sandbox, accountOf(arn)).users.get(nameIn(arn).toLowerCase());
  return user?.arn === arn ? user : undefined;
}

/**
 * Is there a role or user of that ARN? The administrator is one, though IAM does not list it. Nobody can tell of another
 * account that has none at all: the sandbox may only hear of it.
 */
export function principalExists(sandbox: Sandbox, arn: string): boolean | undefined {
  const account = accountOf(arn);
  if (roleByArn(sandbox, arn) ?? userByArn(sandbox, arn)) return true;
  if (arn === roleOfSession(administrator(sandbox, account).arn)) return true;
  const { roles, users } = iamState(sandbox, account);
  return account === sandbox.account || roles.size + users.size > 0 ? false : undefined;
}

/** The text of a managed policy's default version. */
export function defaultDocument(policy: ManagedPolicy): string {
  return policy.versions.get(policy.defaultVersionId)?.document ?? "{}";
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
