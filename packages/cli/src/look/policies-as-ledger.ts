/** Where pullpass is not deployed: the policies that it owns on the roles say what is granted, and nothing else is remembered. */
import {
  AwsFailure,
  grantedBy,
  type Ledger,
  memoryLedger,
  type Project,
  type RecordedGrant,
  type RoleArn,
  type Roles,
  roleName,
} from "@pullpass/core";

interface Needs {
  readonly roles: Pick<Roles, "inlinePolicies">;
  readonly everyProject: () => Promise<readonly Project[]>;
  readonly policyName: string;
}

/** Younger than any listing of projects, so that none says that nobody needs the grant. */
const ageUnknown = "9999-12-31T00:00:00.000Z";

/**
 * A grant counts as made for every project of the role: so it goes only when the secret consents to none of them
 * any more, for no ledger says for which it was made.
 */
export function policiesAsLedger({ roles, everyProject, policyName }: Needs): Ledger {
  const memory = memoryLedger();

  const onRole = async (role: RoleArn, region: string): Promise<readonly RecordedGrant[]> => {
    const policies = await ifReadable(() => roles.inlinePolicies(roleName(role)));
    const granted = grantedBy(policies?.get(`${policyName}-${region}`)) ?? [];
    if (granted.length === 0) return [];
    const users = (await everyProject()).filter((project) => project.role === role);
    const projects = users.map(({ name }) => name).sort();
    return granted.map((grant) => ({ ...grant, role, region, projects, since: ageUnknown }));
  };

  return {
    ...memory,
    async grants(role, region) {
      const saved = await memory.grants(role, region);
      return saved.length > 0 ? saved : onRole(role, region);
    },
    saveGrants: (...saved) => memory.saveGrants(...saved),
  };
}

/** A role that cannot be read is unknown to the plan too, which then leaves it as it is. */
async function ifReadable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsFailure) return undefined;
    throw error;
  }
}
