import type { RoleArn } from "../model/arn.ts";
import { loginsInPlainText } from "../model/plaintext-login.ts";
import type { Project } from "../model/project.ts";
import type { SingleTrigger } from "../model/trigger.ts";
import { readEach } from "../read-each.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

export type OfProject = Extract<SingleTrigger, { kind: "project-changed" | "build-failed" }>;

/** The project's role, or why nobody need look at it. */
export type RoleOfProject =
  | { readonly kind: "roles"; readonly roles: ProjectsByRole }
  | { readonly kind: "nothing"; readonly reason: string };

/**
 * A project that is not there any more, or that nobody can make out, is left to the sweep. Of one without a credential there is
 * something to do or to say only where a build of it failed, where the ledger has something of it or of its role, or where it shows
 * a login.
 */
export async function roleOfProject(
  { project: name, kind }: OfProject,
  { projects, ledger }: Pick<ScopeReads, "projects" | "ledger">,
  { region }: DeploymentScope,
): Promise<RoleOfProject> {
  const [project] = (await readEach(region, [name], projects)).projects;
  if (project === undefined) return { kind: "nothing", reason: `project ${name} is not there` };
  const isIdle =
    kind === "project-changed" &&
    !asksForALook(project) &&
    !(await isRecorded(name, project.role, ledger, region));
  return isIdle
    ? { kind: "nothing", reason: `project ${name} names no credential, and nothing is recorded of it` }
    : { kind: "roles", roles: rolesOf([project], []) };
}

function asksForALook(project: Project): boolean {
  const { variables, leaks } = loginsInPlainText(project);
  return project.credential !== undefined || variables.length > 0 || leaks.length > 0;
}

/** A grant that the role holds may be for the project, or let it read what it has no consent for. */
async function isRecorded(
  name: string,
  role: RoleArn,
  ledger: ScopeReads["ledger"],
  region: string,
): Promise<boolean> {
  const [grants, findings] = await Promise.all([
    ledger.grants(role, region),
    ledger.openFindings(region, [
      { kind: "project", name },
      { kind: "role", arn: role },
    ]),
  ]);
  return grants.length > 0 || findings.length > 0;
}
