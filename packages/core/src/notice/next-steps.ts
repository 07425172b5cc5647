/** What to do about several findings, each step once. */
import type { SecretArn } from "../model/arn.ts";
import { consentWith } from "../model/consent.ts";
import type { Finding } from "../model/finding.ts";
import type { Remedy, RemedyStep } from "../model/remedy.ts";
import { type PrintedStep, printedSteps, stepLines } from "./remedy-text.ts";
import { showingCommand } from "./showing-command.ts";

type ConsentStep = Extract<RemedyStep, { kind: "consent" }>;

/** The lines of each step. */
export function nextSteps(findings: readonly Finding[]): readonly (readonly string[])[] {
  const steps = printedSteps(mergedRemedy(findings.map(({ remedy }) => remedy)));
  const lines = [...steps, ...findOut(findings, steps)].map(stepLines);
  return [...new Map(lines.map((each) => [each.join("\n"), each])).values()];
}

/** Where no step has a command: what shows the whole of it. */
export function findOut(findings: readonly Finding[], steps: readonly PrintedStep[]): readonly PrintedStep[] {
  if (steps.some((step) => step.command !== undefined)) return [];
  const command = showingCommand(findings);
  return command === undefined ? [] : [{ text: "To look at it:", block: undefined, command }];
}

/** Projects that wait for the same secret's consent are let in by one command, if a tag has room for them. */
export function mergedRemedy(remedies: readonly Remedy[]): Remedy {
  const all = remedies.flat();
  const merged = new Map<SecretArn, ConsentStep | undefined>();
  return all.flatMap((step): Remedy => {
    if (step.kind !== "consent") return [step];
    if (!merged.has(step.secret)) {
      const consents = all.filter((each) => each.kind === "consent");
      const whole = mergedConsent(consents.filter(({ secret }) => secret === step.secret));
      merged.set(step.secret, whole);
      if (whole !== undefined) return [whole];
    }
    return merged.get(step.secret) === undefined ? [step] : [];
  });
}

function mergedConsent(steps: readonly ConsentStep[]): ConsentStep | undefined {
  const [first] = steps;
  if (first === undefined) return undefined;
  const projects = [...new Set(steps.flatMap((step) => step.projects))].sort();
  if (projects.length === first.projects.length) return first;
  if (consentWith(undefined, projects, first.tagPrefix).kind === "impossible") return undefined;
  const why = `If all of these ${projects.length} projects may use it, the secret's owner adds them to the consent.`;
  return { ...first, projects, why };
}
