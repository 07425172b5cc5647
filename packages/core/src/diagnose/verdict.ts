/** Can a build pull the image? Read off the findings and the chain. */
import type { Finding } from "../model/finding.ts";
import type { ChainStep, Link, ProjectDiagnosis } from "./diagnosis.ts";
import type { ProjectFacts } from "./project-facts.ts";

/**
 * What nobody may read, or nothing reads: a pull may still fail by it, and yet a project pulls as far as can be seen.
 * Service control policies that were read, and hang on a condition, are not among them.
 */
export function verdictOf(
  facts: ProjectFacts,
  chain: readonly Link[],
  findings: readonly Finding[],
): Pick<ProjectDiagnosis, "verdict" | "unseen" | "hangsOn"> {
  const nothing = { unseen: [], hangsOn: [] };
  if (findings.some(({ blocks }) => blocks)) return { verdict: "fails", ...nothing };
  if (facts.image.kind === "takes-none") return { verdict: "no-registry", ...nothing };
  if (facts.credential === undefined) {
    const hangsOn = unknownSteps(chain).filter((step) => !isUnseen(step, facts));
    return { verdict: hangsOn.length > 0 ? "unknown" : "anonymous", unseen: [], hangsOn };
  }
  const unseen = unknownSteps(chain).filter((step) => isUnseen(step, facts));
  const hangsOn = unknownSteps(chain).filter((step) => !isUnseen(step, facts));
  return { verdict: hangsOn.length > 0 ? "unknown" : "pulls", unseen, hangsOn };
}

/** Consent decides what pullpass does, and not whether a build can pull. */
function unknownSteps(chain: readonly Link[]): readonly ChainStep[] {
  return chain.flatMap(({ step, state }) => (state === "unknown" && step !== "consent" ? [step] : []));
}

function isUnseen(step: ChainStep, { read, decrypt, sight }: ProjectFacts): boolean {
  if (step === "value") return true;
  if (step === "registry") return sight?.outcome.kind === "unknown";
  return (
    step === "service-control" && [read, decrypt].every((answer) => answer === undefined || isUnread(answer))
  );
}

function isUnread({ layers }: NonNullable<ProjectFacts["read"]>): boolean {
  const { serviceControl } = layers;
  return serviceControl.kind !== "unknown" || serviceControl.hangsOn.some(({ kind }) => kind === "layer");
}
