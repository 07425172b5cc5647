/** What one piece of work carries out of a plan that rewrites very many projects. */
import type { Plan } from "./decided.ts";

export interface FirstPart {
  readonly plan: Plan;
  /** Projects that are still to be rewritten: nothing is said of them yet. */
  readonly left: ReadonlySet<string>;
}

/** The grants are whole in it. */
export function firstPart(decided: Plan, updatesMax: number): FirstPart {
  const later = new Set(decided.updates.slice(updatesMax).map(({ change }) => change.project));
  if (later.size === 0) return { plan: decided, left: later };
  const isLater = (subject: Plan["examined"][number]) =>
    subject.kind === "project" && later.has(subject.name);
  return {
    left: later,
    plan: {
      ...decided,
      updates: decided.updates.slice(0, updatesMax),
      changes: decided.changes.filter(
        (change) => change.kind !== "normalization" || !later.has(change.project),
      ),
      examined: decided.examined.filter((subject) => !isLater(subject)),
      findings: decided.findings.filter(({ subject }) => !isLater(subject)),
    },
  };
}
