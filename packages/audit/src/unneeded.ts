/** Grants that no project needs any more: what is left on a role once every project was seen. */
import { type Plan, type RecordedGrant, roleName } from "@pullpass/core";
import { command, needsSecret, ownPolicyName, type RemedyStep, rolePolicy } from "@pullpass/core/parts";
import type { UnneededGrant } from "./report.ts";

/** Of a work that lists every project of the role. */
export function unneededGrants({ before }: Plan, policyName: string): readonly UnneededGrant[] {
  const { snapshot, needs } = before;
  const { work, grants } = snapshot;
  const isNeeded = ({ secret }: RecordedGrant) =>
    [...needs.values()].some((need) => need.kind === "unknown" || needsSecret(need, secret));
  const policy = ownPolicyName(policyName, work.region);
  const needed = grants.filter(isNeeded);
  return grants
    .filter((grant) => !isNeeded(grant))
    .map(({ secret, key }) => {
      const why = "No project of the role pulls with it, or the secret does not consent to those that do.";
      return {
        role: work.role,
        region: work.region,
        policy,
        secret,
        key: key ?? null,
        why,
        finding: {
          rule: "grant-unneeded",
          severity: "medium",
          subject: { kind: "role", arn: work.role },
          account: work.account,
          region: work.region,
          title: `The role ${roleName(work.role)} may read a registry secret that none of its projects needs.`,
          evidence: [
            ["role", work.role],
            ["policy", policy],
            ["secret", secret],
            ["why", why],
          ],
          blocks: false,
          mender: "role owner",
          remedy: [withoutUnneeded(work.role, policy, needed)],
          waitsFor: undefined,
        },
      };
    });
}

/** The policy is written whole: without all that is not needed. */
function withoutUnneeded(
  role: RecordedGrant["role"],
  policy: string,
  needed: readonly RecordedGrant[],
): RemedyStep {
  const purpose =
    "Take it back. Where pullpass is deployed and its ledger has the grant, its next sweep does it.";
  const words = ["--role-name", roleName(role), "--policy-name", policy];
  const call =
    needed.length === 0
      ? ["delete-role-policy", ...words]
      : ["put-role-policy", ...words, "--policy-document", rolePolicy(needed)];
  return { kind: "command", purpose, command: command("aws", ["iam", ...call]) };
}
