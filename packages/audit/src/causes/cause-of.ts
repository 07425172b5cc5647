/** Why one project needs somebody, and what makes it the same cause as another's. */
import { createHash } from "node:crypto";
import type { Link } from "@pullpass/core";
import { causeShape, type DecidingCause, decidingCause, shapeOf, stepOf } from "@pullpass/core/parts";
import type { ProjectReport } from "../report.ts";

export interface ProjectCause {
  /** The same for every project with the same cause, in every audit. */
  readonly id: string;
  readonly deciding: DecidingCause;
}

/** The place in the chain that is wrong, or not known. */
export function stepOfCause(deciding: DecidingCause): Link["step"] {
  return deciding.kind === "finding" ? stepOf(deciding.finding.rule) : deciding.link.step;
}

/** `undefined` for a project that needs nobody. */
export function causeOf(project: ProjectReport): ProjectCause | undefined {
  const deciding = decidingCause(project);
  if (deciding === undefined) return undefined;
  const parts =
    deciding.kind === "finding" ? partsOf(deciding, project) : partsOfUnknown(deciding.link, project);
  const text = JSON.stringify([project.verdict, project.region, ...parts]);
  return { id: createHash("sha256").update(text).digest("hex").slice(0, idLength), deciding };
}

/** Enough to tell a million causes apart, nearly always; and short enough to type. */
const idLength = 8;

type Parts = readonly (string | null)[];

/** One remedy mends all: the same thing is wrong, at the same thing, and the same person mends it in the same way. */
function partsOf(
  { finding, first }: Extract<DecidingCause, { kind: "finding" }>,
  project: ProjectReport,
): Parts {
  const place = thingAt(stepOf(finding.rule), project) ?? thingAt(stepOf(first.rule), project);
  return [finding.rule, first.rule, first.mender, place, causeShape(finding, first, project)];
}

function partsOfUnknown({ step, why }: Link, project: ProjectReport): Parts {
  return [step, thingAt(step, project), shapeOf(why, project)];
}

/** What stands at that place of the project's chain; `null` where it is the project's own. */
function thingAt(step: Link["step"], { registry, secret, credential }: ProjectReport): string | null {
  switch (step) {
    case "project":
    case "role":
      return null;
    case "image":
    case "registry":
      return registry;
    default:
      return secret ?? credential;
  }
}
