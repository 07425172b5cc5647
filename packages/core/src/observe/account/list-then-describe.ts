/** Secrets as a list has them, which may be minutes old, and as Secrets Manager describes them one by one. */
import type { Secret } from "../../model/secret.ts";
import type { Secrets } from "../../ports.ts";

/**
 * Takes a secret from the list where that suffices, and asks for any other, because a list is "eventually consistent". By
 * name or full ARN; partial ARNs are not in it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export function listThenDescribe<S extends Secrets>(
  secrets: S,
  lists: ReadonlyMap<string, readonly Secret[]>,
  suffices: (listed: Secret) => boolean,
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
      return hit !== undefined && suffices(hit) ? hit : secrets.describe(region, reference);
    },
  };
}
