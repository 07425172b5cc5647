/** Plans for machines. */
import type { Plan } from "@pullpass/core";

/** What is decided about each role; never an environment, which may hold values of variables. */
export function planJson(plans: readonly Plan[]) {
  return plans.map(({ work, changes, grants, policy, findings, unknowns }) => ({
    role: work.role,
    account: work.account,
    region: work.region,
    projects: work.projects,
    changes,
    grants,
    policy,
    findings,
    unknowns,
  }));
}
