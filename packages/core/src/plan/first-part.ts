/** What one piece of work carries out of a plan that rewrites very many projects. */
import type { Work } from "../model/work.ts";
import type { Plan } from "./decided.ts";

export interface FirstPart {
  readonly plan: Plan;
  /** Projects that are still to be rewritten: nothing is said of them yet. */
  readonly left: ReadonlySet<string>;
}

/**
 * The grants are whole in it. Of `work` that is the rest of another only its own projects are rewritten: each part has fewer, so that
 * the parts end, whatever becomes of the writes.
 */
export function firstPart(
  decided: Plan,
  { projects, rest }: Pick<Work, "projects" | "rest">,
  updatesMax: number,
): FirstPart {
  const own = new Set(projects);
  const ofPart = decided.updates.filter(({ change }) => rest === undefined || own.has(change.project));
  const left = new Set(ofPart.slice(updatesMax).map(({ change }) => change.project));
  const now = new Set(ofPart.slice(0, updatesMax));
  const later = new Set(
    decided.updates.filter((update) => !now.has(update)).map(({ change }) => change.project),
  );
  if (later.size === 0) return { plan: decided, left };
  const isLater = (subject: Plan["examined"][number]) =>
    subject.kind === "project" && later.has(subject.name);
  return {
    left,
    plan: {
      ...decided,
      updates: [...now],
      changes: decided.changes.filter(
        (change) => change.kind !== "normalization" || !later.has(change.project),
      ),
      examined: decided.examined.filter((subject) => !isLater(subject)),
      findings: decided.findings.filter(({ subject }) => !isLater(subject)),
    },
  };
}
