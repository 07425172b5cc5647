/** Grants that no project needs any more: what a plan that has seen every project would revoke. */
import { roleName } from "../model/arn.ts";
import type { Plan } from "../plan/decided.ts";
import type { UnneededGrant } from "./report.ts";

export function unneededGrants({ changes, work }: Plan, policyName: string): readonly UnneededGrant[] {
  return changes.flatMap((change) => {
    if (change.kind !== "revocation") return [];
    const { secret, key } = change.grant;
    const policy = `${policyName}-${work.region}`;
    const evidence = [
      ["role", work.role],
      ["policy", policy],
      ["secret", secret],
      ["why", change.reason],
    ] as const;
    return [
      {
        role: work.role,
        region: work.region,
        policy,
        secret,
        key: key ?? null,
        why: change.reason,
        finding: {
          rule: "grant-unneeded",
          severity: "medium",
          title: `The role ${roleName(work.role)} may read a registry secret that none of its projects needs.`,
          evidence,
          remedy: `Let pullpass take it back: pullpass apply --all --region ${work.region}`,
          repairable: true,
        },
      },
    ];
  });
}
