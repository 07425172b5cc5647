/** account → report: observe and plan without apply, for every role that a project runs as. */
import {
  inParallel,
  onlyOnce,
  type Project,
  type Reads,
  type Settings,
  settingsWithoutDeployment,
} from "@pullpass/core";
import {
  type AccountView,
  readAccount,
  readOrganization,
  secretDetails,
  type UnreadBulk,
  unreadAccount,
} from "@pullpass/core/parts";
import { auditWork } from "./audit-work.ts";
import { planRole } from "./plan-role.ts";
import type { AuditPorts } from "./ports.ts";
import { reportOn } from "./project-report.ts";
import type { AuditQuestion, Progress } from "./question.ts";
import { type RegionProjects, readProjects } from "./read-projects.ts";
import { readersOf } from "./readers.ts";
import { readsOfProjects, readsOfView } from "./reads-of-view.ts";
import type { AuditInRows, AuditReport } from "./report.ts";
import { reportCollector } from "./report-collector.ts";

/** Roles looked at side by side: most of what is asked of AWS is asked once for many of them. */
const rolesAtOnce = 32;

/** The whole report at once; @see auditInRows */
export async function audit(
  question: AuditQuestion,
  ports: AuditPorts,
  onProgress: (progress: Progress) => void,
): Promise<AuditReport> {
  const report = await auditInRows(question, ports, onProgress);
  return { ...report, projects: [...report.projects] };
}

/** Never fails for what AWS would not tell: that is in the report, by name. @throws what is no failure of AWS */
export async function auditInRows(
  question: AuditQuestion,
  ports: AuditPorts,
  onProgress: (progress: Progress) => void,
): Promise<AuditInRows> {
  const startedAt = ports.clock.now().toISOString();
  onProgress({ what: "roles and secrets of the account", done: 0, total: undefined });
  const view = await viewFor(question, ports);
  const context = contextOf(question, ports, view);
  const seen = reportCollector(question, !view.isBulk);
  const others = view.unread.map(inWordsOf);
  const unread: string[] = [];
  for (const region of question.regions) {
    const read = await readProjects(region, question.projects, ports, onProgress);
    others.push(...read.unknowns);
    if (read.isUnread) unread.push(region);
    await lookAtRegion(read, { context, seen, startedAt, onProgress });
  }
  if (question.projects === "all") await addUnnamedSecrets(context, seen);
  const readable = seen.readable();
  onProgress({ what: "who can read the secrets", done: 0, total: readable.length });
  const organization = await readOrganization(context.live.organization);
  const readers = readersOf(readable, rolesOf(view, seen), {
    organization,
    at: startedAt,
    projectsOf: seen.projectsOf,
  });
  const parts = {
    secrets: seen.secrets(readers),
    readersOfEverything: readers.ofEverything,
    roles: seen.roles(readers),
    unneeded: seen.unneeded(),
  };
  const { version, account, partition, caller, regions, commandOptions } = question;
  return {
    schema: "pullpass-audit/2",
    version,
    account,
    partition,
    caller,
    regions,
    unread,
    scope: question.projects === "all" ? "all" : "some",
    filter: null,
    commandOptions,
    startedAt,
    finishedAt: ports.clock.now().toISOString(),
    counts: seen.counts(parts),
    projects: seen.projects(),
    ...parts,
    unknowns: seen.unknowns(others),
  };
}

/** For some projects role by role and secret by secret, for all of them in bulk. */
async function viewFor(question: AuditQuestion, ports: AuditPorts): Promise<AccountView> {
  if (question.projects !== "all") return unreadAccount(ports.roles);
  return readAccount([...new Set([...question.regions, ...question.searchRegions])], ports);
}

function inWordsOf({ region, reason }: UnreadBulk): string {
  const purpose =
    region === undefined
      ? "who else can read the secrets"
      : `registry secrets in ${region} that no project names`;
  return `${purpose}: ${reason}`;
}

type Seen = ReturnType<typeof reportCollector>;
type Context = ReturnType<typeof contextOf>;

/** What is the same for all Regions. */
function contextOf(question: AuditQuestion, ports: AuditPorts, view: AccountView) {
  const { keys, clock } = ports;
  const secrets = { ...ports.secrets, names: namesFrom(view, ports) };
  const organization = {
    id: onlyOnce(() => ports.organization.id()),
    serviceControl: onlyOnce(() => ports.organization.serviceControl()),
  };
  const { live, listed } = readsOfView(view, { secrets, keys }, question.tagPrefix);
  return {
    ...{ question, view, clock },
    live: { ...live, organization },
    listed: { ...listed, organization },
    registries: ports.registries,
  };
}

/** Of what was listed already, where that was. */
function namesFrom({ lists }: AccountView, { account }: AuditPorts): (region: string) => Promise<string[]> {
  return async (region) => {
    const list = lists.get(region) ?? (await account.secrets(region));
    return list.flatMap(({ name, deletion }) => (deletion === "none" ? [name] : []));
  };
}

function settingsFor(question: AuditQuestion, region: string): Settings {
  const regions = [region, ...question.regions, ...question.searchRegions];
  return settingsWithoutDeployment({ ...question, regions });
}

interface Looking {
  readonly context: Context;
  readonly seen: Seen;
  readonly startedAt: string;
  readonly onProgress: (progress: Progress) => void;
}

async function lookAtRegion({ region, projects }: RegionProjects, looking: Looking): Promise<void> {
  const { context, seen, startedAt, onProgress } = looking;
  const { question, view } = context;
  const isAll = question.projects === "all";
  const works = auditWork(projects, view.states(), { ...question, region }, isAll ? startedAt : undefined);
  const reads = readsOf(context, projects);
  let done = 0;
  await inParallel(works, rolesAtOnce, async (work) => {
    const planned = await planRole(work, reads, { ...settingsFor(question, region), inFull: true });
    seen.role(planned);
    for (const name of work.projects) {
      const told = reportOn(name, planned);
      if (told !== undefined) seen.project(told.report, told.found);
    }
    done += 1;
    onProgress({ what: `roles in ${region}`, done, total: works.length });
  });
}

/** The ports of `observe`, from what was read already where that is possible. */
function readsOf({ listed, live, clock, question, registries }: Context, projects: readonly Project[]) {
  const common = {
    ...readsOfProjects(projects, live, question.policyName),
    clock,
    ...(registries && { registries }),
  };
  return { listed: { ...listed, ...common }, live: { ...live, ...common } } satisfies Record<string, Reads>;
}

/** Secrets that consent to something, and that no project names: somebody may read them all the same. */
async function addUnnamedSecrets({ view, listed, question, clock }: Context, seen: Seen): Promise<void> {
  const [region = ""] = question.regions;
  const reads: Reads = { ...listed, ...readsOfProjects([], listed, question.policyName), clock };
  const details = secretDetails(reads, { ...settingsFor(question, region), inFull: true });
  const all = question.regions.flatMap((place) => view.lists.get(place) ?? []);
  await inParallel(all, rolesAtOnce, async (secret) => {
    if (seen.isRegistrySecret(secret)) seen.secret(await details(secret));
  });
}

function rolesOf(view: AccountView, seen: Seen) {
  return view.isBulk ? view.states() : seen.states();
}
