/** Secrets as a list has them, which may be minutes old, and as Secrets Manager describes them one by one. */
import { consentOf, type Secret, type Secrets } from "@pullpass/core";

/**
 * Takes a secret from the list when it is there, stands, and has a value and a tag of consent; anything worse is asked again, because
 * a list is "eventually consistent". By name or full ARN; partial ARNs are not in it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export function listThenDescribe<S extends Secrets>(
  secrets: S,
  lists: ReadonlyMap<string, readonly Secret[]>,
  tagPrefix: string,
): S {
  const listed = new Map(
    [...lists].flatMap(([region, list]) =>
      list.flatMap((secret) => [
        [`${region} ${secret.name}`, secret] as const,
        [`${region} ${secret.arn}`, secret] as const,
      ]),
    ),
  );
  return {
    ...secrets,
    async describe(region, reference) {
      const hit = listed.get(`${region} ${reference}`);
      const isFine =
        hit !== undefined &&
        hit.deletion === "none" &&
        hit.hasValue === "yes" &&
        consentOf(hit.tags, tagPrefix).kind !== "none";
      return isFine ? hit : secrets.describe(region, reference);
    },
  };
}
