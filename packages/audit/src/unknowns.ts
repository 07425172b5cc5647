/** What could not be known, each thing once. */
import { stepNames } from "@pullpass/core";
import { notLookedAt } from "@pullpass/core/parts";
import type { ProjectReport, ReportedUnknown } from "./report.ts";

/** Collected from the projects' chains as they come. */
export function unknownsCollector() {
  const counts = new Map<string, number>();

  return {
    project({ chain }: Pick<ProjectReport, "chain">): void {
      const texts = chain.flatMap(({ step, state, what, why }) => {
        // That values are not read is said once, and holds for all.
        if (state !== "unknown" || step === "value" || derived.has(why)) return [];
        return [what === "" ? `${stepNames[step]}: ${why}` : `${stepNames[step]} ${what}: ${why}`];
      });
      for (const text of new Set(texts)) counts.set(text, (counts.get(text) ?? 0) + 1);
    },
    /** With `others`, which no project's verdict hangs on; most projects first. */
    all(others: readonly string[]): readonly ReportedUnknown[] {
      const all = new Map([...others.map((text) => [text, 0] as const), ...counts]);
      return [...all]
        .map(([text, count]) => ({ text, projects: count }))
        .sort((a, b) => b.projects - a.projects || (a.text < b.text ? -1 : 1));
    },
  };
}

const derived: ReadonlySet<string> = new Set(Object.values(notLookedAt));
