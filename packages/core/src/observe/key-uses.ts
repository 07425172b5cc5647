/** The keys that the secrets of a role's projects are under, or will be, as far as a look could tell. */
import { type KeyUse, keyName, unknownKey } from "../model/key-use.ts";
import type { SecretKey, SecretLookup, Snapshot } from "./snapshot.ts";

type Looked = Pick<Snapshot, "work" | "projects" | "secrets">;

export function keyUsesIn({ work, projects, secrets }: Looked): readonly KeyUse[] {
  return [...projects].flatMap(([name, read]) => {
    if (read.kind !== "known" || read.value.role !== work.role) return [];
    const { credential } = read.value;
    const lookup = credential === undefined ? undefined : secrets.get(credential);
    return [...new Set(lookup === undefined ? [] : keysOf(lookup))]
      .sort()
      .map((key) => ({ project: name, role: work.role, key }));
  });
}

/** The projects of which it is known on which keys they hang: also of those that are gone, or use another role. */
export function knownUsers({ projects }: Looked): readonly string[] {
  return [...projects].flatMap(([name, read]) => (read.kind === "unknown" ? [] : [name]));
}

function keysOf(lookup: SecretLookup): readonly string[] {
  if (lookup.kind === "unknown") return [unknownKey];
  if (lookup.kind === "recreated") return keysOf(lookup.found);
  if (lookup.kind !== "found") return [];
  const { secret, key, nextKey } = lookup;
  const named = secret.keyId === undefined || isDefault(secret.keyId) ? [] : [keyName(secret.keyId)];
  return [...named, ...namesOf(key), ...(nextKey === undefined ? [] : namesOf(nextKey))];
}

function isDefault(keyId: string): boolean {
  return keyId.endsWith("alias/aws/secretsmanager");
}

/** Which key an alias stands for, only KMS knows. */
function namesOf(key: SecretKey): readonly string[] {
  if (key.kind === "default") return [];
  if (key.kind === "customer") return [keyName(key.key.arn)];
  const name = keyName(key.keyId);
  const isHidden = key.kind === "unknown" && key.refusal !== undefined && name.startsWith("alias/");
  if (isDefault(name)) return isHidden ? [unknownKey] : [];
  return isHidden ? [name, unknownKey] : [name];
}
