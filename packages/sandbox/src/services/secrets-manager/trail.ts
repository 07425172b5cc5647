import type { TrailMembers } from "../../service.ts";

/**
 * A trail record of Secrets Manager: the request's members with a small first letter, the value left out, the secret as
 * the caller named it. `CreateSecret`, `PutSecretValue`, `PutResourcePolicy` and `DeleteSecret` follow real records; for
 * the others the spelling inside `tags` is unverified: one real record would settle it.
 */
export function secretTrail(input: object, responseElements: unknown): TrailMembers {
  const { SecretString, SecretBinary, ...members } = input as Readonly<Record<string, unknown>>;
  return { requestParameters: withSmallLetters(members), responseElements };
}

function withSmallLetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSmallLetters);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    pairs.map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), withSmallLetters(member)]),
  );
}
