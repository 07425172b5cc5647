/** What is to be said of a project: what pullpass repairs, and what remains when it has. */
import { inOrder } from "../diagnose/diagnose.ts";
import type { Finding, RuleId } from "../model/finding.ts";
import type { Plan } from "./decided.ts";

/**
 * Each finding that the plan closes, with pullpass as who mends it, and each that is left once the plan is carried out.
 * Worst first; of the same severity, what stands first in the chain, then by rule.
 */
export function findingsFor(project: string, { before, after, work }: Plan): readonly Finding[] {
  const remaining = after.projects.get(project)?.findings ?? [];
  const matters = new Set(remaining.map(({ rule }) => matterOf(rule)));
  const repaired = (before.projects.get(project)?.findings ?? [])
    .filter(({ rule }) => !matters.has(matterOf(rule)))
    .map(
      (finding): Finding => ({
        ...finding,
        mender: "pullpass",
        remedy: [{ kind: "pullpass", command: "apply", project, region: work.region }],
        waitsFor: undefined,
      }),
    );
  return inOrder([...repaired, ...remaining]);
}

/** A grant that does not suffice changes the rule, and not the matter. */
function matterOf(rule: RuleId): string {
  return rule === "access-missing" || rule === "decrypt-missing" || rule === "access-still-denied"
    ? "access"
    : rule;
}
