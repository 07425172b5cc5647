/** What a person wants to mute: a rule by its id, or a project by its name. */
import { type MuteTarget, nearestNames, type Projects, plain, readEach, ruleIds } from "@pullpass/core";
import type { Account } from "../aws/account.ts";
import { meant, projectNames } from "../aws/not-there.ts";
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
  const near = nearestNames(name, [...ruleIds, ...(await projectNames([region], projects))]);
  throw new UserError(
    plain(`There is no rule ${name}, and no project ${name} in ${region} of account ${id}.`),
    meant(near) ?? "docs/findings.md lists the rules, and aws codebuild list-projects the projects.",
  );
}
