/** One project of the report. */

import type { Project } from "../model/project.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Plan } from "../plan/decided.ts";
import { chainOf, verdictOf } from "./chain.ts";
import type { Circumstances } from "./circumstances.ts";
import { findingsOf } from "./findings.ts";
import { nextStep } from "./next-step.ts";
import type { ProjectReport } from "./report.ts";
import { sight } from "./sighting.ts";

/** What a project is reported by: its role as it was observed, and what pullpass would do. */
export interface Looked {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly tagPrefix: string;
  readonly circumstances: Circumstances;
}

export function reportOn(
  project: Project,
  { snapshot, plan, tagPrefix, circumstances }: Looked,
): ProjectReport {
  const sighting = sight(project, snapshot, circumstances);
  const chain = chainOf(sighting, tagPrefix);
  const verdict = verdictOf(sighting, chain);
  const findings = findingsOf(sighting, chain, plan);
  const { image, found } = sighting;
  return {
    name: project.name,
    arn: project.arn,
    region: project.region,
    verdict,
    image: project.image,
    environmentType: project.environmentType,
    registry: image.kind === "registry" ? image.host : null,
    role: project.role,
    credential: project.credential ?? null,
    secret: found?.secret.arn ?? null,
    key: found?.key.kind === "customer" ? found.key.key.arn : null,
    chain,
    findings,
    next: nextStep(sighting, verdict, chain, findings) ?? null,
  };
}
