/** What cdk-nag finds and is meant so: each with its reason, which stays in the template for whoever audits it. */
import { NagSuppressions } from "cdk-nag";
import type { IConstruct } from "constructs";

/** Rule, or rule and finding (`AwsSolutions-IAM5[Resource::*]`, or a regular expression between slashes), to the reason. */
export function accepted(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const suppressions = Object.entries(reasons).map(([rule, reason]) => {
    const [, id = rule, finding] = /^([^[]+)\[(.*)\]$/s.exec(rule) ?? [];
    if (finding === undefined) return { id, reason };
    return { id, reason, appliesTo: [finding.startsWith("/") ? { regex: finding } : finding] };
  });
  NagSuppressions.addResourceSuppressions(construct, suppressions);
}
