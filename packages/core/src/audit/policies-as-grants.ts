/** An audit has no ledger: the policies that pullpass owns on the roles say what it granted. */
import { type RoleArn, roleName } from "../model/arn.ts";
import { known } from "../observe/reading.ts";
import { grantedBy } from "../policy/policy-reader.ts";
import type { Reads } from "../ports.ts";

/** Older than any listing of projects, so that a grant that none of them needs counts as one that nobody needs. */
const longAgo = "1970-01-01T00:00:00.000Z";

export function policiesAsGrants(
  roles: Pick<Reads["roles"], "inlinePolicies">,
  policyName: string,
  projectsOf: (role: RoleArn, region: string) => readonly string[],
): Reads["ledger"] {
  return {
    async grants(role, region) {
      const policies = await known(() => roles.inlinePolicies(roleName(role)));
      const text = policies.kind === "known" ? policies.value.get(`${policyName}-${region}`) : undefined;
      const projects = projectsOf(role, region);
      return (grantedBy(text) ?? []).map((grant) => ({ ...grant, role, region, projects, since: longAgo }));
    },
    driftRounds: async () => new Map(),
  };
}
