/** What a person wants to mute: a rule by its id, or a project by its name. */
import { type MuteTarget, nearestNames, type Projects, plain, readEach, ruleIds } from "@pullpass/core";
import type { Account } from "../aws/account.ts";
import { UserError } from "../user-error.ts";

/** `project=` before a project that is named like a rule. */
export function muteTargetOf(text: string): MuteTarget {
  const [, name] = /^project=(.*)$/s.exec(text) ?? [];
  if (name !== undefined) return { kind: "project", name };
  return ruleIds.some((rule) => rule === text)
    ? { kind: "rule", rule: text }
    : { kind: "project", name: text };
}

/** So that a mistyped rule mutes nothing instead of nobody's project. @throws UserError, and the errors of core */
export async function targetIsThere(
  target: MuteTarget,
  { id, region }: Pick<Account, "id" | "region">,
  projects: Pick<Projects, "read" | "list">,
): Promise<void> {
  if (target.kind === "rule") return;
  const { name } = target;
  const { projects: found, malformed } = await readEach(region, [name], projects);
  if (found.length > 0 || malformed.has(name)) return;
  const near = nearestNames(name, [...ruleIds, ...(await namesIn(region, projects))]);
  throw new UserError(
    plain(`There is no rule ${name}, and no project ${name} in ${region} of account ${id}.`),
    near.length > 0
      ? plain(`Did you mean ${near.join(" or ")}?`)
      : "docs/findings.md lists the rules, and aws codebuild list-projects the projects.",
  );
}

/** None where they cannot be listed: then only rules are proposed. */
async function namesIn(region: string, projects: Pick<Projects, "list">): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const page of projects.list(region)) names.push(...page);
  } catch {
    return [];
  }
  return names;
}
