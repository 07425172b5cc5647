/**
 * What AWS documents of condition keys: which values they have, and how many.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */

/** Keys that, if they are there, have such a value. Those of any other may be any text. */
export function documentedKind(key: string): "truth" | "number" | "date" | "address" | undefined {
  return kinds.get(key);
}

const kinds: ReadonlyMap<string, "truth" | "number" | "date" | "address"> = new Map([
  ["aws:multifactorauthpresent", "truth"],
  ["aws:principalisawsservice", "truth"],
  ["aws:securetransport", "truth"],
  ["aws:viaawsservice", "truth"],
  ["aws:multifactorauthage", "number"],
  ["aws:currenttime", "date"],
  ["aws:tokenissuetime", "date"],
  ["aws:sourceip", "address"],
  ["aws:vpcsourceip", "address"],
] as const);

/** Has the key one value, or a list of them? `undefined`: it is a service's own, and may be either. */
export function documentedCount(key: string): "one" | "many" | undefined {
  if (lists.has(key)) return "many";
  return key.startsWith("aws:") || single.has(key) ? "one" : undefined;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/permissions-conditionkeys-variables.html */
const single: ReadonlySet<string> = new Set(["codebuild:projectarn", "codebuild:buildarn"]);

const lists: ReadonlySet<string> = new Set([
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "aws:resourceorgpaths",
  "aws:sourceorgpaths",
  "aws:tagkeys",
  "kms:encryptioncontextkeys",
  "kms:grantoperations",
  "kms:resourcealiases",
]);
