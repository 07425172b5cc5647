/** Where there is no ledger, the policies that pullpass owns on the roles say what it granted. */
import { type RoleArn, roleName } from "../model/arn.ts";
import { reaches } from "../model/binding.ts";
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import { ownGrants } from "../policy/policy-reader.ts";
import type { Reads } from "../ports.ts";
import { known } from "./reading.ts";

type UserOfRole = Pick<Project, "name" | "arn">;

/**
 * The role's grants. Each counts as made for every project of the role that may read with it, because no ledger says for which it was made, and
 * nothing tells its age. Of a role that cannot be read, none: it is unknown to the plan, too.
 */
export async function grantsOnPolicies(
  role: RoleArn,
  region: string,
  roles: Pick<Reads["roles"], "inlinePolicies">,
  policyName: string,
  projectsOf: (role: RoleArn) => readonly UserOfRole[] | Promise<readonly UserOfRole[]>,
): Promise<readonly RecordedGrant[]> {
  const policies = await known(() => roles.inlinePolicies(roleName(role)));
  const granted = policies.kind === "known" ? (ownGrants(policies.value, policyName, region) ?? []) : [];
  if (granted.length === 0) return [];
  const projects = await projectsOf(role);
  return granted.flatMap((grant) => {
    const readers = projects.filter(({ arn }) => reaches(grant.bound, arn)).map(({ name }) => name);
    return [{ ...grant, role, region, projects: readers.sort(), since: undefined }];
  });
}
