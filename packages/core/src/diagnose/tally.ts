import type { Finding, Severity } from "../model/finding.ts";
import type { PullVerdict } from "./diagnosis.ts";

interface Tallied {
  readonly verdict: PullVerdict;
  readonly findings: readonly Pick<Finding, "severity">[];
}

export interface Tally {
  readonly projects: number;
  readonly verdicts: Readonly<Record<PullVerdict, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
}

/** Counts projects by verdict, and their findings by severity, as they come. */
export function tally() {
  const verdicts = { pulls: 0, fails: 0, unknown: 0, anonymous: 0, "no-registry": 0 };
  const severities = { high: 0, medium: 0, low: 0, info: 0 };
  let projects = 0;

  return {
    project({ verdict, findings }: Tallied): void {
      projects += 1;
      verdicts[verdict] += 1;
      for (const { severity } of findings) severities[severity] += 1;
    },
    counts: (): Tally => ({ projects, verdicts: { ...verdicts }, findings: { ...severities } }),
  };
}
