/** The one command to begin with. */
import type { Finding } from "../model/finding.ts";
import type { Remedy } from "../model/remedy.ts";
import { mergedRemedy } from "./next-steps.ts";
import { printedSteps } from "./remedy-text.ts";
import { showingCommand } from "./showing-command.ts";

/** Of the first step, where one command does it for all of them; else what shows what to do. Whole, and safe to print. */
export function nextCommand(findings: readonly Finding[]): string | undefined {
  const merged = mergedRemedy(findings.map(({ remedy }) => remedy));
  const firsts = findings.length === 1 ? merged.slice(0, 1) : merged;
  const commands = firsts.map((step) => (isShort(step) ? printedSteps([step])[0]?.command : undefined));
  const [only, ...others] = new Set(commands);
  return only !== undefined && others.length === 0 ? only : showingCommand(findings);
}

/** More names than that are looked up. */
const projectsMax = 12;

function isShort(step: Remedy[number]): boolean {
  return step.kind !== "consent" || step.projects.length <= projectsMax;
}
