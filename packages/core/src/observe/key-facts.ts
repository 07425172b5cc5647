/**
 * A key's aliases and tags, where a policy has a condition on them: hardly any has, and each is one call more.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
import type { Known } from "../model/known.ts";
import type { Reads } from "../ports.ts";
import { known, onlyOnce } from "./reading.ts";
import type { CustomerKey, RoleState, SecretLookup } from "./snapshot.ts";

export async function withKeyFacts(
  secrets: ReadonlyMap<string, SecretLookup>,
  role: Known<RoleState>,
  keys: Reads["keys"],
): Promise<ReadonlyMap<string, SecretLookup>> {
  const ofRole = onlyOnce(() => (role.kind === "known" ? policiesOf(role.value) : []).map(textOf).join("\n"));
  const entries = [...secrets].map(async ([reference, lookup]) => {
    const full = await withFacts(lookup, ofRole, keys);
    return [reference, full] as const;
  });
  return new Map(await Promise.all(entries));
}

function policiesOf({ inlinePolicies, managedPolicies, boundary }: RoleState): readonly unknown[] {
  const managed = managedPolicies.kind === "known" ? [...managedPolicies.value.values()] : [];
  return [...inlinePolicies.values(), ...managed, ...(boundary.kind === "known" ? [boundary.value] : [])];
}

async function withFacts(
  lookup: SecretLookup,
  ofRole: () => string,
  keys: Reads["keys"],
): Promise<SecretLookup> {
  if (lookup.kind === "recreated") {
    const found = await withFacts(lookup.found, ofRole, keys);
    return found.kind === "found" ? { ...lookup, found } : lookup;
  }
  if (lookup.kind !== "found" || lookup.key.kind !== "customer") return lookup;
  const { key } = lookup;
  return { ...lookup, key: { ...key, ...(await factsOf(key, ofRole, keys)) } };
}

async function factsOf(
  { key, policy, aliases, tags }: CustomerKey,
  ofRole: () => string,
  keys: Reads["keys"],
): Promise<Pick<CustomerKey, "aliases" | "tags">> {
  if (policy.kind === "unknown") return { aliases, tags };
  const text = [ofRole(), policy.kind === "known" ? textOf(policy.value) : ""].join("\n");
  const asks = (word: string) => text.includes(word);
  const [named, tagged] = await Promise.all([
    asks("kms:resourcealiases") ? known(() => keys.aliases(key.arn)) : aliases,
    asks("aws:resourcetag/") ? known(() => keys.tags(key.arn)) : tags,
  ]);
  return { aliases: named, tags: tagged };
}

/** In small letters: IAM takes the names of keys in any case. */
function textOf(policy: unknown): string {
  const isObject = typeof policy === "object" && policy !== null;
  return (typeof policy === "string" ? policy : isObject ? JSON.stringify(policy) : "").toLowerCase();
}
