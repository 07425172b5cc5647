/** The way back from a policy's text to what it grants. */
import { type KeyArn, ownPolicyName, parseKeyArn, parseSecretArn } from "../model/arn.ts";
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
    return rolePolicy(granted) === text ? granted : undefined;
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
  const [read, ...decrypts] = list(member(policy, "Statement"));
  const keys = new Map<string, readonly KeyArn[]>();
  for (const statement of decrypts) {
    const conditions = member(member(statement, "Condition"), "StringEquals");
    const key = parseKeyArn(String(member(statement, "Resource")));
    for (const arn of list(member(conditions, "kms:EncryptionContext:SecretARN"))) {
      const secret = String(arn);
      keys.set(secret, [...(keys.get(secret) ?? []), key]);
    }
  }
  return list(member(read, "Resource")).map((arn) => {
    const secret = String(arn);
    const [key, nextKey] = keys.get(secret) ?? [];
    return { secret: parseSecretArn(secret), key, ...(nextKey !== undefined && { nextKey }) };
  });
}

function member(object: unknown, name: string): unknown {
  return isJsonObject(object) ? object[name] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
