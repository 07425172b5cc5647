/** What comes before pullpass can repair a project: the rule of the finding that says so. */
import { reaches } from "../model/binding.ts";
import type { RuleId } from "../model/finding.ts";
import type { UnknownNeed } from "./need.ts";
import type { ProjectFacts } from "./project-facts.ts";
import type { RuleContext } from "./rules/rule.ts";
import { isUnreadable } from "./unread.ts";

/** `undefined` where nothing stands in the way, or where pullpass is not to repair it at all. */
export function waitsFor(
  { need, project, image, credential }: ProjectFacts,
  { role, limits }: RuleContext,
): RuleId | undefined {
  if (need.kind === "ignored" || need.kind === "elsewhere") return undefined;
  if (image.kind === "invalid") return "image-malformed";
  if (credential?.kind === "malformed") return "credential-malformed";
  if (credential?.kind === "login") return "plaintext-credential";
  if (need.kind === "unknown") return unreadableRule(need);
  if (need.kind !== "secret") return prerequisites[need.kind];
  if (role.kind === "unknown") return isUnreadable(role.unread) ? "role-unreadable" : undefined;
  const unreadable = role.kind === "touchable" ? role.unknowns.find(isUnreadable) : undefined;
  if (unreadable !== undefined) return unreadable.saidBy ?? "role-unreadable";
  if (role.kind === "absent") return "role-not-codebuild";
  if (role.kind === "left-out" || role.kind === "lacking") return "role-out-of-reach";
  if (role.kind === "protected") return "role-protected";
  if (role.kind === "not-codebuild") return "role-not-codebuild";
  if (role.kind === "shared") return "role-shared";
  if (limits.refused.policy !== undefined || limits.refused.updates.has(project.name)) {
    return "change-refused";
  }
  if (limits.charactersWanted !== undefined) return "policy-quota";
  return limits.drifting.has(project.name) ? "iac-drift" : undefined;
}

function unreadableRule({ unread, unreadableKey }: UnknownNeed): RuleId | undefined {
  if (!isUnreadable(unread)) return undefined;
  return unreadableKey === undefined ? "secret-unreadable" : "key-policy-denies";
}

/** What pullpass needs to be so first, by what the project needs. */
const prerequisites: Readonly<Partial<Record<ProjectFacts["need"]["kind"], RuleId>>> = {
  ambiguous: "secret-ambiguous",
  "cross-account": "secret-cross-account",
  "key-gone": "key-unusable",
  "no-consent": "secret-no-consent",
  "not-found": "secret-not-found",
  "pending-deletion": "secret-pending-deletion",
};

/** Does pullpass's own policy give the role this secret, for this project? */
export function hasOwnGrant({ found, project }: ProjectFacts, { ownGrants }: RuleContext): boolean {
  return ownGrants.some(({ secret, bound }) => secret === found?.secret.arn && reaches(bound, project.arn));
}
