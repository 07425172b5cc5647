/** The short names that people know things by. */
import { arnParts, type SecretArn } from "../model/arn.ts";
import type { Change } from "../model/change.ts";
import type { Subject } from "../model/finding.ts";

/** Without the six random characters. */
export function secretName(arn: SecretArn): string {
  return arnParts(arn).resource.slice("secret:".length, -"-AbCdEf".length);
}

export function secretRegion(arn: SecretArn): string {
  return arnParts(arn).region;
}

export function secretOf(change: Change): SecretArn {
  return change.kind === "normalization" ? change.after.credential : change.grant.secret;
}

export function subjectName(subject: Subject): string {
  return subject.kind === "project" ? subject.name : subject.arn.slice(subject.arn.lastIndexOf("/") + 1);
}
