/** What a role's projects hang on, as far as a look could tell: their secrets, and the keys that those are under, or will be. */
import { roleName } from "../model/arn.ts";
import type { Project } from "../model/project.ts";
import { baseName, keyName, nameOfRole, type ProjectUse, unknownKey } from "../model/project-use.ts";
import { parseSecretReference } from "../model/secret.ts";
import type { SecretKey, SecretLookup, Snapshot } from "./snapshot.ts";

type Looked = Pick<Snapshot, "work" | "projects" | "secrets">;

export function usesIn({ work, projects, secrets }: Looked): readonly ProjectUse[] {
  return [...projects.values()].flatMap((read) => {
    if (read.kind !== "known" || read.value.role !== work.role) return [];
    const { name: project, role, credential } = read.value;
    const lookup = credential === undefined ? undefined : secrets.get(credential);
    const keys = [...new Set(lookup === undefined ? [] : keysOf(lookup))].sort();
    return [
      ...usesOfProject(read.value),
      ...keys.map((name) => ({ project, role, kind: "key" as const, name })),
    ];
  });
}

/** Its role, and the secret that it names: what a project alone tells. None of a project without a credential. */
export function usesOfProject({ name: project, role, credential }: Project): readonly ProjectUse[] {
  if (credential === undefined) return [];
  const reference = parseSecretReference(credential);
  const ofRole = { project, role, kind: "role", name: nameOfRole(roleName(role)) } as const;
  return reference === undefined
    ? [ofRole]
    : [ofRole, { project, role, kind: "secret", name: baseName(reference) }];
}

/** The projects of which it is known what they hang on: also of those that are gone, or use another role. */
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
