/** What could not be known, each thing once. */
import { notLookedAt } from "./link.ts";
import { wordsFor } from "./next-step.ts";
import type { ProjectReport, Unknown } from "./report.ts";

/** From the projects' chains, and `others`, which no project's verdict hangs on; most projects first. */
export function unknownsOf(
  projects: readonly ProjectReport[],
  others: readonly string[],
): readonly Unknown[] {
  const counts = new Map<string, number>(others.map((text) => [text, 0]));
  for (const { chain } of projects) {
    const texts = chain.flatMap(({ step, state, what, why }) => {
      if (state !== "unknown" || derived.has(why)) return [];
      return [what === "" ? `${wordsFor[step]}: ${why}` : `${wordsFor[step]} ${what}: ${why}`];
    });
    for (const text of new Set(texts)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .map(([text, count]) => ({ text, projects: count }))
    .sort((a, b) => b.projects - a.projects || (a.text < b.text ? -1 : 1));
}

const derived: ReadonlySet<string> = new Set(Object.values(notLookedAt));
