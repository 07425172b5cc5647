/** The roles that an audit looks at: those that projects run as, and those that hold a grant of pullpass. */
import type { Cause, Project, RoleArn, Work } from "@pullpass/core";
import { ownPolicyName, type RoleState } from "@pullpass/core/parts";

interface Place {
  readonly account: string;
  readonly region: string;
  /** The inline policies that pullpass owns begin so. */
  readonly policyName: string;
}

/** Only a look at everything may say that nobody needs a grant; `startedAt` is when it began. */
export function auditWork(
  projects: readonly Project[],
  states: Iterable<RoleState>,
  { account, region, policyName }: Place,
  startedAt: string | undefined,
): readonly Work[] {
  const names = new Map<RoleArn, string[]>();
  for (const { role, name } of projects) {
    const list = names.get(role) ?? [];
    list.push(name);
    names.set(role, list);
  }
  for (const { arn, inlinePolicies } of states) {
    if (inlinePolicies.has(ownPolicyName(policyName, region)) && !names.has(arn)) names.set(arn, []);
  }
  const listing = startedAt === undefined ? undefined : { startedAt };
  return [...names].map(([role, list]) => ({
    role,
    account,
    region,
    projects: list.sort(),
    listing,
    causes: [audited],
  }));
}

/** Nothing is written, so nobody reads it. */
const audited: Cause = { id: "audit", event: "pullpass audit", actor: "unknown", time: "" };
