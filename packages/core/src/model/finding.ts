/** Something that keeps a pull from working, or lets someone read who should not. */
import type { Contact } from "./contact.ts";
import type { Project } from "./project.ts";
import type { Remedy } from "./remedy.ts";

export const ruleIds = [
  "access-missing",
  "access-still-denied",
  "change-refused",
  "credential-malformed",
  "credential-not-arn",
  "credentials-rejected",
  "decrypt-missing",
  "grant-unbound",
  "grant-unneeded",
  "iac-drift",
  "image-malformed",
  "image-misread",
  "image-not-found",
  "image-platform-mismatch",
  "image-takes-no-credential",
  "key-policy-denies",
  "key-unusable",
  "plaintext-credential",
  "policy-malformed",
  "policy-quota",
  "project-unreadable",
  "pull-failed",
  "pull-type-wrong",
  "rate-limited",
  "registry-certificate",
  "registry-unreachable",
  "registry-unresolvable",
  "registry-vpc-only",
  "role-not-codebuild",
  "role-out-of-reach",
  "role-protected",
  "role-shared",
  "role-unreadable",
  "secret-ambiguous",
  "secret-cross-account",
  "secret-empty",
  "secret-malformed",
  "secret-no-consent",
  "secret-not-found",
  "secret-pending-deletion",
  "secret-rotation-on",
  "secret-unreadable",
] as const;

export type RuleId = (typeof ruleIds)[number];

/** From the worst to the mildest. `high`: a pull fails because of it, or someone can read who should not. */
export const severities = ["high", "medium", "low", "info"] as const;

export type Severity = (typeof severities)[number];

/** Who can mend it. The operator is whoever runs pullpass: on a laptop, the one who looks. */
export const menders = [
  "pullpass",
  "project owner",
  "secret owner",
  "key administrator",
  "role owner",
  "organization",
  "pullpass operator",
] as const;

export type Mender = (typeof menders)[number];

/** Labels and values. */
export type Evidence = readonly (readonly [label: string, value: string])[];

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
  readonly evidence: Evidence;
  /** Does it by itself keep a build from pulling its image? */
  readonly blocks: boolean;
  readonly mender: Mender;
  /** Who that is, where a tag says it. */
  readonly contact?: Contact;
  /** What the mender can do about it. */
  readonly remedy: Remedy;
  /** Another finding that comes first: pullpass repairs this one when that one is gone. */
  readonly waitsFor: RuleId | undefined;
}

export type Subject =
  | {
      readonly kind: "project";
      readonly name: string;
      /** By CodeBuild's clock, ISO 8601: one that was created at another time is another project of that name. */
      readonly created?: string;
    }
  | { readonly kind: "role"; readonly arn: string };

/** A project as what a finding is about. */
export function projectSubject({ name, created }: Pick<Project, "name" | "created">): Subject {
  return { kind: "project", name, ...(created !== undefined && { created }) };
}

/** The identity of a finding in its Region: a rule says one thing of a subject. */
export function findingKey({ rule, subject }: Pick<Finding, "rule" | "subject">): string {
  return `${rule} ${subjectKey(subject)}`;
}

export function subjectKey(subject: Subject): string {
  return subject.kind === "project" ? `project ${subject.name}` : `role ${subject.arn}`;
}
