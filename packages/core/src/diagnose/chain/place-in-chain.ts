/** Which link of the chain a rule is about: what stands first is said and done first. */
import type { RuleId } from "../../model/finding.ts";
import { type ChainStep, chainSteps } from "../diagnosis.ts";

export function placeInChain(rule: RuleId): number {
  return chainSteps.indexOf(stepOf(rule));
}

export function stepOf(rule: RuleId): ChainStep {
  return steps[rule];
}

const steps = {
  "access-missing": "identity-policies",
  "access-still-denied": "identity-policies",
  "change-refused": "identity-policies",
  "credential-malformed": "credential",
  "credential-not-arn": "credential",
  "credentials-rejected": "value",
  "decrypt-missing": "key-policy",
  "grant-unbound": "identity-policies",
  "grant-unneeded": "role",
  "iac-drift": "credential",
  "image-malformed": "image",
  "image-misread": "image",
  "image-not-found": "image",
  "image-platform-mismatch": "image",
  "image-takes-no-credential": "image",
  "key-policy-denies": "key-policy",
  "key-unusable": "key",
  "plaintext-credential": "project",
  "policy-malformed": "identity-policies",
  "policy-quota": "identity-policies",
  "project-unreadable": "project",
  "pull-failed": "image",
  "pull-type-wrong": "project",
  "rate-limited": "registry",
  "registry-certificate": "registry",
  "registry-unreachable": "registry",
  "registry-unresolvable": "registry",
  "registry-vpc-only": "registry",
  "role-not-codebuild": "role",
  "role-out-of-reach": "role",
  "role-protected": "role",
  "role-shared": "role",
  "role-unreadable": "role",
  "secret-ambiguous": "secret",
  "secret-cross-account": "secret",
  "secret-empty": "value",
  "secret-malformed": "value",
  "secret-no-consent": "consent",
  "secret-not-found": "secret",
  "secret-pending-deletion": "secret",
  "secret-rotation-on": "value",
  "secret-unreadable": "secret",
} as const satisfies Record<RuleId, ChainStep>;
