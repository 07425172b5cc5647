/** One project of the report. */

import { ignored } from "../model/consent.ts";
import type { Project } from "../model/project.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Plan } from "../plan/decided.ts";
import { chainOf, verdictOf } from "./chain.ts";
import type { Circumstances } from "./circumstances.ts";
import { findingsOf } from "./findings.ts";
import { nextStep } from "./next-step.ts";
import type { ProjectReport } from "./report.ts";
import { type FoundSecret, sight } from "./sighting.ts";

/** What a project is reported by: its role as it was observed, and what pullpass would do. */
export interface Looked {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly tagPrefix: string;
  readonly circumstances: Circumstances;
}

/** The report, and the secret that it found. */
export function reportOn(
  project: Project,
  { snapshot, plan, tagPrefix, circumstances }: Looked,
): { readonly report: ProjectReport; readonly found: FoundSecret | undefined } {
  const sighting = sight(project, snapshot, circumstances);
  const chain = chainOf(sighting, tagPrefix);
  const verdict = verdictOf(sighting, chain);
  const { image, found, role } = sighting;
  const isIgnored =
    ignored(project.tags, tagPrefix) || (role.kind === "known" && ignored(role.value.tags, tagPrefix));
  const findings = isIgnored ? [] : findingsOf(sighting, chain, plan);
  const report: ProjectReport = {
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
    next: isIgnored ? null : (nextStep(sighting, verdict, chain, findings) ?? null),
  };
  return { report, found };
}
