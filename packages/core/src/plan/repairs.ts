/** What is to be said of a project: what pullpass repairs, and what remains when it has. */
import { inOrder } from "../diagnose/diagnose.ts";
import type { Finding, RuleId } from "../model/finding.ts";
import type { RemedyStep } from "../model/remedy.ts";
import type { Plan } from "./decided.ts";

/**
 * Each finding that the plan closes, with pullpass as who mends it, and each that is left once the plan is carried out.
 * Worst first; of the same severity, what stands first in the chain, then by rule.
 */
export function findingsFor(project: string, { before, after, work }: Plan): readonly Finding[] {
  const apply = { kind: "pullpass", command: "apply", project, region: work.region } as const;
  const remaining = after.projects.get(project)?.findings ?? [];
  const matters = new Set(remaining.map(({ rule }) => matterOf(rule)));
  const found = before.projects.get(project)?.findings ?? [];
  const repaired = found
    .filter(({ rule }) => !matters.has(matterOf(rule)))
    .map((finding): Finding => ({ ...finding, mender: "pullpass", remedy: [apply], waitsFor: undefined }));
  const missing = found.find(({ rule }) => rule === "access-missing" || rule === "decrypt-missing");
  const left = remaining.map((finding) =>
    missing !== undefined && finding.rule === "access-still-denied"
      ? withGrant(finding, missing, apply)
      : finding,
  );
  return inOrder([...repaired, ...left]);
}

/** A denial that pullpass's grant does not end, as long as that grant is not made. */
function withGrant(denied: Finding, missing: Finding, apply: RemedyStep): Finding {
  const title = missing.title.replace(/\.$/, ", and a grant by pullpass alone does not change that.");
  return { ...denied, title, remedy: [...denied.remedy, apply] };
}

/** A grant that does not suffice changes the rule, and not the matter. */
function matterOf(rule: RuleId): string {
  return rule === "access-missing" || rule === "decrypt-missing" || rule === "access-still-denied"
    ? "access"
    : rule;
}
