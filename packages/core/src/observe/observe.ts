/** Reads what a diagnosis needs for one piece of work: each thing once, side by side. */
import type { Grant } from "../model/change.ts";
import type { Known } from "../model/known.ts";
import { credentialOf, type Project } from "../model/project.ts";
import type { Work } from "../model/work.ts";
import type { Reads } from "../ports.ts";
import { readFailedBuilds } from "./failed-builds.ts";
import { withKeyFacts } from "./key-facts.ts";
import { readLogins } from "./logins.ts";
import { readOrganization } from "./organization.ts";
import { ownGrantsOf, unrecorded } from "./own-grants.ts";
import { plannedGrants } from "./planned-grants.ts";
import { readProjects } from "./projects.ts";
import { lookAtRegistries } from "./registries.ts";
import { readRole } from "./role.ts";
import { needsRolePolicies } from "./secret-details.ts";
import { readSecrets } from "./secrets.ts";
import type { ObserveSettings } from "./settings.ts";
import type { Snapshot } from "./snapshot.ts";

/** What AWS would not tell is `unknown`. @throws what the ledger throws, for nothing can be planned without it */
export async function observe(work: Work, reads: Reads, settings: ObserveSettings): Promise<Snapshot> {
  return observeGranted(work, reads, settings, false);
}

/** The work's projects and what they name or hold: of the role's others, what the ledger says. @see observe */
export async function observeAlone(work: Work, reads: Reads, settings: ObserveSettings): Promise<Snapshot> {
  return observeGranted(work, reads, settings, true);
}

async function observeGranted(
  work: Work,
  reads: Reads,
  settings: ObserveSettings,
  alone: boolean,
): Promise<Snapshot> {
  const takenAt = reads.clock.now().toISOString();
  const granting = reads.ledger.grants(work.role, work.region);
  const concerning = granting.then((grants) => (alone ? grants.filter(isOf(work)) : grants));
  const naming = concerning.then((grants) => [
    ...new Set([...work.projects, ...(alone ? [] : grants.flatMap(({ projects }) => projects))]),
  ]);
  const readingProjects = naming.then((names) => readProjects(work.region, names, reads.projects));
  const readingSecrets = Promise.all([concerning, readingProjects]).then(([grants, projects]) => {
    const references = [...referencesOf(projects, work), ...grants.map(({ secret }) => secret)];
    return readSecrets(references, work, reads, settings);
  });
  const needsPolicies = readingSecrets.then((secrets) =>
    [...secrets.values()].some((lookup) => needsRolePolicies(lookup, settings)),
  );

  const [
    grants,
    policyWritten,
    projects,
    secrets,
    role,
    driftRounds,
    organization,
    registries,
    failedBuilds,
    logins,
  ] = await Promise.all([
    granting,
    reads.ledger.policyWritten(work.role, work.region),
    readingProjects,
    readingSecrets,
    readRole(work.role, reads.roles, { account: settings.account, needsPolicies }),
    naming.then((names) => reads.ledger.driftRounds(work.region, names)),
    readOrganization(reads.organization),
    readingProjects.then((read) => lookAtRegistries(read, work, reads.registries)),
    naming.then((names) => readFailedBuilds(work, names, reads.builds)),
    readingProjects.then((read) => readLogins(read, work, reads.logins)),
    needsPolicies,
  ]);
  const granted = unrecorded(ownGrantsOf({ role, work }, settings), { grants });
  const forgotten = granted.map(({ secret }) => secret);
  const planned = await plannedGrants(granted, { policyWritten, grants }, work, reads.ledger);
  const all = new Map([...(await readSecrets(forgotten, work, reads, settings)), ...secrets]);
  return {
    work,
    takenAt,
    role,
    projects,
    secrets: await withKeyFacts(all, role, reads.keys),
    grants,
    ...(planned.size > 0 && { planned }),
    policyWritten,
    driftRounds,
    organization,
    ...(registries && { registries }),
    ...(failedBuilds && { failedBuilds }),
    ...(alone && { alone: true as const }),
    ...(logins && { logins }),
  };
}

/** Is the grant for one of the work's projects? */
function isOf(work: Work): (grant: Grant) => boolean {
  const meant = new Set(work.projects);
  return ({ projects }) => projects.some((name) => meant.has(name));
}

/** A project that uses another role is that role's work. */
function referencesOf(projects: ReadonlyMap<string, Known<Project>>, { role }: Work): readonly string[] {
  return [...projects.values()].flatMap((project) =>
    project.kind === "known" && project.value.role === role ? referencesIn(project.value) : [],
  );
}

/** The credential, and where it names no secret the reference that was likely meant. */
function referencesIn(project: Project): readonly string[] {
  const credential = credentialOf(project);
  if (credential === undefined) return [];
  const isMeant = credential.kind === "malformed" && credential.likely !== undefined;
  return isMeant ? [credential.text, credential.likely] : [credential.text];
}
