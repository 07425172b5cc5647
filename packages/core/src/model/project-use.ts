/** What projects with a credential hang on: their role, the secret that they name, and the keys of that secret. Whom to look at when one of them changes, and nothing more. */
import type { RoleArn } from "./arn.ts";
import type { SecretReference } from "./secret.ts";

export interface Used {
  readonly kind: "role" | "secret" | "key";
  /** As `nameOfRole`, `baseName` and `keyName` call them. */
  readonly name: string;
}

export interface ProjectUse extends Used {
  readonly project: string;
  readonly role: RoleArn;
}

/** IAM takes names in any case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function nameOfRole(name: string): string {
  return name.toLowerCase();
}

/** `alias/…`, or the id: the keys of a multi-Region key share one. Of an ARN, an id or an alias. */
export function keyName(key: string): string {
  const alias = key.indexOf("alias/");
  return alias >= 0 ? key.slice(alias) : key.slice(key.lastIndexOf("/") + 1);
}

/** In place of a key that could not be told. */
export const unknownKey = "?";

/**
 * A secret's name without all that may be the random suffix of an ARN, so that everything that may mean one secret has the
 * same: its name, its ARN with or without the suffix, and its replicas.
 */
export function baseName({ name }: SecretReference): string {
  return /^(.+?)(?:-[A-Za-z0-9]{6})*$/.exec(name)?.[1] ?? name;
}
