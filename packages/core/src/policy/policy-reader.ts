/** The way back from a policy's text to what it grants. */
import { type KeyArn, ownPolicyName, parseKeyArn, parseSecretArn } from "../model/arn.ts";
import { bindingOf, projectKey } from "../model/binding.ts";
import { isJsonObject } from "../model/json.ts";
import { type GrantedSecret, rolePolicy } from "./role-policy.ts";

/**
 * What pullpass granted by this policy, or `undefined` when the text is not one that `rolePolicy` wrote: then
 * someone else edited it. No policy at all grants nothing.
 */
export function grantedBy(text: string | undefined): readonly GrantedSecret[] | undefined {
  if (text === undefined) return [];
  try {
    const granted = readStatements(JSON.parse(text));
    return granted.length > 0 && rolePolicy(granted) === text ? granted : undefined;
  } catch {
    return undefined;
  }
}

/** The same of the inline policy that pullpass owns on a role. */
export function ownGrants(
  inlinePolicies: ReadonlyMap<string, string>,
  policyName: string,
  region: string,
): readonly GrantedSecret[] | undefined {
  return grantedBy(inlinePolicies.get(ownPolicyName(policyName, region)));
}

function readStatements(policy: unknown): readonly GrantedSecret[] {
  const statements = list(member(policy, "Statement"));
  const isDecrypt = (statement: unknown) => member(statement, "Action") === "kms:Decrypt";
  const keys = readKeys(statements.filter(isDecrypt));
  const bindings = readBindings(statements.filter((statement) => !isDecrypt(statement)));
  return [...bindings]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([secret, { patterns, strict }]) => {
      const [key, nextKey] = keys.get(secret) ?? [];
      return {
        secret: parseSecretArn(secret),
        key,
        ...(nextKey !== undefined && { nextKey }),
        ...(patterns.length > 0 && { bound: bindingOf(patterns, strict) }),
      };
    });
}

function readKeys(statements: readonly unknown[]): ReadonlyMap<string, readonly KeyArn[]> {
  const keys = new Map<string, readonly KeyArn[]>();
  for (const statement of statements) {
    const conditions = member(member(statement, "Condition"), "StringEquals");
    const key = parseKeyArn(String(member(statement, "Resource")));
    for (const arn of list(member(conditions, "kms:EncryptionContext:SecretARN"))) {
      const secret = String(arn);
      keys.set(secret, [...(keys.get(secret) ?? []), key]);
    }
  }
  return keys;
}

interface PatternsRead {
  readonly patterns: readonly string[];
  readonly strict: boolean;
}

function readBindings(statements: readonly unknown[]): ReadonlyMap<string, PatternsRead> {
  const bindings = new Map<string, PatternsRead>();
  for (const statement of statements) {
    const condition = member(statement, "Condition");
    const [operator = ""] = isJsonObject(condition) ? Object.keys(condition) : [];
    const patterns = list(member(member(condition, operator), projectKey)).map(String);
    for (const arn of list(member(statement, "Resource"))) {
      const secret = String(arn);
      const before = bindings.get(secret)?.patterns ?? [];
      bindings.set(secret, { patterns: [...before, ...patterns], strict: !operator.endsWith("IfExists") });
    }
  }
  return bindings;
}

function member(object: unknown, name: string): unknown {
  return isJsonObject(object) ? object[name] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
