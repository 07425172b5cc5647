/** An account, looked at with the ports and the settings of a deployment. */
import type { Cause, DeploymentScope, Project, Reads, Settings, Work, Writes } from "@pullpass/core";
import { everyProject, onlyOnce, recordedSights, settingsWithoutDeployment } from "@pullpass/core";
import { codeBuildBuilds, codeBuildProjects, iamRoles, kmsKeys, registrySecrets } from "@pullpass/core/aws";
import { type Account, oneRegion, openAccount } from "../aws/account.ts";
import type { Terminal } from "../terminal.ts";
import { type Deployment, findDeployment } from "./find-deployment.ts";
import type { SessionOptions } from "./options.ts";
import { policiesAsLedger } from "./policies-as-ledger.ts";

export interface Session {
  readonly account: Account;
  readonly ports: Reads & Writes & { readonly projects: ReturnType<typeof codeBuildProjects> };
  readonly settings: Settings;
  readonly place: DeploymentScope;
  readonly deployment: Deployment;
  /** Every project of the Region, listed once. */
  readonly everyProject: () => Promise<readonly Project[]>;
  /** Why this command does what it does: printed, and recorded. */
  readonly cause: Cause;
}

/** @throws UserError, and the errors of core */
export async function openSession(command: string, options: SessionOptions, out: Terminal): Promise<Session> {
  oneRegion(options);
  const account = await openAccount(options, out);
  const { connection, region } = account;
  const clock = { now: () => new Date() };
  const settings = settingsOf(account, options);
  const projects = codeBuildProjects(connection);
  const roles = iamRoles(connection, region);
  const all = onlyOnce(async () => (await everyProject({ projects }, { region })).projects);
  const secrets = registrySecrets(connection);
  const place = { account: account.id, region, regions: settings.regions };
  const deployment = await findDeployment(options, account, out.environment);
  const ledger =
    deployment.kind === "found"
      ? deployment.ledger
      : policiesAsLedger({ roles, everyProject: all, secrets, place, policyName: settings.policyName });
  return {
    account,
    ports: {
      projects,
      secrets,
      keys: kmsKeys(connection),
      roles,
      ledger,
      ...(deployment.kind === "found" && {
        registries: recordedSights(ledger, region, clock),
        logins: ledger,
        builds: { ...codeBuildBuilds(connection), failedBuilds: ledger.failedBuilds },
      }),
      clock,
    },
    settings,
    place,
    deployment,
    everyProject: all,
    cause: causeOf(command, account, clock.now()),
  };
}

/** Of a JSON document: where was looked. */
export function placeOf({ account: { id, region } }: Session) {
  return { account: id, region };
}

/** Without a ledger, whatever is asked of a role is asked with all of its projects in view. */
export async function inFullView(work: readonly Work[], look: Session): Promise<readonly Work[]> {
  if (look.deployment.kind === "found") return work;
  const all = await look.everyProject();
  return work.map((each) => {
    const names = all.filter(({ role }) => role === each.role).map(({ name }) => name);
    return { ...each, projects: [...new Set([...each.projects, ...names])].sort() };
  });
}

function settingsOf({ id, region }: Account, options: SessionOptions): Settings {
  const { searchRegion = [] } = options;
  return settingsWithoutDeployment({ ...options, account: id, regions: [region, ...searchRegion] });
}

function causeOf(command: string, { caller }: Account, now: Date): Cause {
  return { id: crypto.randomUUID(), event: `pullpass ${command}`, actor: caller, time: now.toISOString() };
}
