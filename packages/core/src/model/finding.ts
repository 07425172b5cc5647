/** Something wrong that pullpass does not fix. */

export const ruleIds = [
  "access-still-denied",
  "iac-drift",
  "image-takes-no-credential",
  "key-policy-denies",
  "key-unusable",
  "plaintext-credential",
  "policy-quota",
  "registry-unresolvable",
  "registry-vpc-only",
  "role-not-codebuild",
  "role-protected",
  "secret-ambiguous",
  "secret-cross-account",
  "secret-malformed",
  "secret-no-consent",
  "secret-not-found",
  "secret-pending-deletion",
  "secret-rotation-on",
] as const;

export type RuleId = (typeof ruleIds)[number];

export type Severity = "high" | "medium" | "low" | "info";

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What it is about: a project (by name) in a role's work, or the role itself. */
  readonly subject: Subject;
  readonly account: string;
  readonly region: string;
  /** One sentence: what is wrong. */
  readonly title: string;
  /** What was seen, as label and value, in a stable order. Never a secret value. */
  readonly evidence: readonly (readonly [label: string, value: string])[];
  /** What a person can do about it. */
  readonly remedy: string;
}

export type Subject =
  | { readonly kind: "project"; readonly name: string }
  | { readonly kind: "role"; readonly arn: string };

/** The identity of a finding in its Region: a rule says one thing of a subject. */
export function findingKey({ rule, subject }: Finding): string {
  return `${rule} ${subjectKey(subject)}`;
}

export function subjectKey(subject: Subject): string {
  return subject.kind === "project" ? `project ${subject.name}` : `role ${subject.arn}`;
}
