import type { Tag } from "@aws-sdk/client-secrets-manager";
import { invalidParameter } from "./requirements.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const tagsMax = 50;
/**
 * Letters, digits, white space and `_ . : / = + - @`: the characters that AWS takes in tags. The page lists them without
 * the colon; whether it is refused is unverified (TagResource with one would settle it), so it passes.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html
 */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags after more were set. @throws InvalidParameterException; its messages are unverified, one refused call each would settle them */
export function withTags(old: readonly Tag[], given: readonly Tag[]): readonly Tag[] {
  for (const { Key = "", Value = "" } of given) requireTag(Key, Value);
  const kept = old.filter(({ Key }) => !given.some((tag) => tag.Key === Key));
  const tags = [...kept, ...given];
  if (tags.length > tagsMax) throw invalidParameter(`A secret can have at most ${tagsMax} tags.`);
  return tags;
}

/** Tags after some were removed. */
export function withoutTags(old: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  return old.filter(({ Key = "" }) => !keys.includes(Key));
}

function requireTag(key: string, value: string): void {
  if (key.toLowerCase().startsWith("aws:")) {
    throw invalidParameter("aws: prefixed tag key names are not allowed for external use.");
  }
  if (!tagText.test(key) || !tagText.test(value)) {
    throw invalidParameter(
      `Invalid tag ${key}=${value}: use letters, digits, white space and _ . : / = + - @`,
    );
  }
}
