/** Which link of the chain a rule is about: what stands first is said and done first. */
import { type AuditRuleId, type Step, steps } from "./report.ts";

export function placeInChain(rule: AuditRuleId): number {
  return steps.indexOf(stepOf[rule]);
}

const stepOf = {
  "access-missing": "identity-policies",
  "access-still-denied": "identity-policies",
  "credential-not-arn": "credential",
  "decrypt-missing": "key-policy",
  "grant-unneeded": "role",
  "iac-drift": "credential",
  "image-takes-no-credential": "image",
  "key-policy-denies": "key-policy",
  "key-unusable": "key",
  "plaintext-credential": "project",
  "policy-quota": "identity-policies",
  "pull-type-wrong": "project",
  "registry-unresolvable": "image",
  "registry-vpc-only": "registry",
  "role-not-codebuild": "role",
  "role-protected": "role",
  "secret-ambiguous": "secret",
  "secret-cross-account": "secret",
  "secret-malformed": "secret",
  "secret-no-consent": "consent",
  "secret-not-found": "secret",
  "secret-pending-deletion": "secret",
  "secret-rotation-on": "secret",
} as const satisfies Record<AuditRuleId, Step>;
