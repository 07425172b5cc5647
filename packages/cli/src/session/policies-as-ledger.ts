/** Where pullpass is not deployed: the policies that it owns on the roles say what is granted, and nothing else is remembered. */
import {
  type DeploymentScope,
  grantsOnPolicies,
  type Ledger,
  listedKeyUses,
  memoryLedger,
  type Project,
  type RoleArn,
  type Roles,
  type Secrets,
  usesOfProject,
} from "@pullpass/core";

interface Ports {
  readonly roles: Pick<Roles, "inlinePolicies">;
  readonly everyProject: () => Promise<readonly Project[]>;
  readonly secrets: Pick<Secrets, "describe">;
  readonly place: DeploymentScope;
  readonly policyName: string;
}

/**
 * A grant counts as made for every project of the role that may read with it: so it goes only when the secret consents to none of them
 * any more, for no ledger says for which it was made.
 */
export function policiesAsLedger({ roles, everyProject, secrets, place, policyName }: Ports): Ledger {
  const memory = memoryLedger();

  const projectsOf = async (role: RoleArn) =>
    (await everyProject()).filter((project) => project.role === role);

  return {
    ...memory,
    async grants(role, region) {
      const saved = await memory.grants(role, region);
      return saved.length > 0 ? saved : grantsOnPolicies(role, region, roles, policyName, projectsOf);
    },
    async uses(_, { kind, name }) {
      const projects = await everyProject();
      const uses =
        kind === "key" ? await listedKeyUses(projects, secrets, place) : projects.flatMap(usesOfProject);
      return uses.filter((use) => use.kind === kind && use.name === name);
    },
    saveGrants: (...saved) => memory.saveGrants(...saved),
  };
}
