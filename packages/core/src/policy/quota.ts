/** IAM's limit on the inline policies of one role. */

/** Characters, white space not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const inlinePolicyCharactersMax = 10_240;

/** What all inline policies of a role would count together, once `document` is the policy named `name`. */
export function inlinePolicyCharacters(
  policies: ReadonlyMap<string, string>,
  name: string,
  document: string,
): number {
  const after = new Map(policies).set(name, document);
  return [...after.values()].reduce((sum, text) => sum + text.replaceAll(/\s/g, "").length, 0);
}
