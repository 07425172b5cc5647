/** Which projects hang on which KMS key: whom to look at when something about the key changes, and nothing more. */
import type { RoleArn } from "./arn.ts";

export interface KeyUse {
  readonly project: string;
  readonly role: RoleArn;
  /** As `keyName` calls it. */
  readonly key: string;
}

/** `alias/…`, or the id: the keys of a multi-Region key share one. Of an ARN, an id or an alias. */
export function keyName(key: string): string {
  const alias = key.indexOf("alias/");
  return alias >= 0 ? key.slice(alias) : key.slice(key.lastIndexOf("/") + 1);
}

/** In place of a key that could not be told. */
export const unknownKey = "?";
