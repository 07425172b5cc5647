/** The short names that people know things by. */
import { arnParts, isSecretArn, type SecretArn } from "../model/arn.ts";
import type { Binding } from "../model/binding.ts";
import type { Change, Restores, Retries } from "../model/change.ts";
import type { Subject } from "../model/finding.ts";
import { listed } from "./plain.ts";

/** Without the six random characters; what is no ARN of a secret is its name already. */
export function secretName(reference: string): string {
  if (!isSecretArn(reference)) return reference;
  return arnParts(reference).resource.slice("secret:".length, -"-AbCdEf".length);
}

/** Of its ARN: keys have no other name that is theirs for good. */
export function keyId(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

export function secretRegion(arn: SecretArn): string {
  return arnParts(arn).region;
}

/** Whom a grant is for: `builds of web, pay-*`. */
export function readersName(bound: Binding | undefined): string {
  if (bound === undefined)
    return "the whole role: every project that uses it, and whoever else may assume it";
  const names = bound.projects.map((pattern) => pattern.slice(pattern.lastIndexOf("/") + 1));
  return names.includes("*") ? "builds of every project" : `builds of ${listed(names, readersMax)}`;
}

const readersMax = 50;

/** Its ARN, but for a project that is given back another reference than an ARN, and had none. */
export function secretOf(change: Exclude<Change, Restores | Retries>): string;
export function secretOf(change: Change): string | undefined;
export function secretOf(change: Change): string | undefined {
  if (change.kind === "restoration" || change.kind === "retry") return undefined;
  if (change.kind !== "normalization") return change.grant.secret;
  const { before, after } = change;
  return isSecretArn(after.credential) ? after.credential : before.credential;
}

export function subjectName(subject: Subject): string {
  return subject.kind === "project" ? subject.name : subject.arn.slice(subject.arn.lastIndexOf("/") + 1);
}
