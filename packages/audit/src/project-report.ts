/** One project of the report. */
import type { Plan } from "@pullpass/core";
import { type FoundSecret, findingsFor, nextStep } from "@pullpass/core/parts";
import type { ProjectReport } from "./report.ts";

/** The report, and the secret that it found; `undefined` for a project that the plan did not look at. */
export function reportOn(
  name: string,
  plan: Plan,
): { readonly report: ProjectReport; readonly found: FoundSecret | undefined } | undefined {
  const diagnosis = plan.before.projects.get(name);
  if (diagnosis === undefined) return undefined;
  const { facts, verdict, unseen, hangsOn, chain } = diagnosis;
  const { project, image, found, credential, readsSecret } = facts;
  const findings = findingsFor(name, plan);
  const report: ProjectReport = {
    name: project.name,
    arn: project.arn,
    region: project.region,
    verdict,
    unseen,
    hangsOn,
    image: image.text,
    environmentType: project.environmentType,
    registry: image.kind === "registry" ? image.host : null,
    role: project.role,
    credential: credential?.text ?? null,
    secret: found?.secret.arn ?? null,
    key: found?.key.kind === "customer" ? found.key.key.arn : null,
    chain,
    findings,
    next: nextStep({ verdict, unseen, hangsOn, chain, findings }),
  };
  return { report, found: readsSecret ? found : undefined };
}
