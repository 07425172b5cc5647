/** The short names that people know things by. */
import { arnParts, type SecretArn } from "../model/arn.ts";
import type { Binding } from "../model/binding.ts";
import type { Change } from "../model/change.ts";
import type { Subject } from "../model/finding.ts";
import { listed } from "./plain.ts";

/** Without the six random characters. */
export function secretName(arn: SecretArn): string {
  return arnParts(arn).resource.slice("secret:".length, -"-AbCdEf".length);
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

export function secretOf(change: Change): SecretArn {
  return change.kind === "normalization" ? change.after.credential : change.grant.secret;
}

export function subjectName(subject: Subject): string {
  return subject.kind === "project" ? subject.name : subject.arn.slice(subject.arn.lastIndexOf("/") + 1);
}
