/** account → report: observe and plan without apply, for every role that a project runs as. */
import type { KeyGrant, Layer } from "@pullpass/access";
import type { Circumstances } from "./audit/circumstances.ts";
import { listedFirst } from "./audit/listed-secrets.ts";
import { lookAtRole } from "./audit/look-at-role.ts";
import { policiesAsGrants } from "./audit/policies-as-grants.ts";
import type { AuditPorts } from "./audit/ports.ts";
import { reportOn } from "./audit/project-report.ts";
import type { AuditQuestion, Progress } from "./audit/question.ts";
import { type AccountView, readAccount } from "./audit/read-account.ts";
import { type RegionProjects, readProjects } from "./audit/read-projects.ts";
import { readersOf } from "./audit/readers.ts";
import { remembered } from "./audit/remembered.ts";
import type { AuditInRows, AuditReport } from "./audit/report.ts";
import { whatIsSeen } from "./audit/seen.ts";
import { sideBySide } from "./audit/side-by-side.ts";
import type { FoundSecret } from "./audit/sighting.ts";
import { worksOf } from "./audit/works.ts";
import type { KeyArn } from "./model/arn.ts";
import type { Project } from "./model/project.ts";
import { known, once } from "./observe/reading.ts";
import { secretDetails } from "./observe/secret-details.ts";
import type { Snapshot } from "./observe/snapshot.ts";
import type { Settings } from "./plan/settings.ts";
import type { Reads } from "./ports.ts";

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
  const view = await readAccount(question, ports);
  const context = contextOf(question, ports, view);
  const seen = whatIsSeen(question, !view.isBulk);
  const others = [...view.unknowns];
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
  for (const { found } of readable) await context.keyGrantsFor([found]);
  const readers = readersOf(readable, rolesOf(view, seen), context.circumstances);
  const parts = {
    secrets: seen.secrets(readers),
    readersOfEverything: readers.ofEverything,
    roles: seen.roles(readers),
    unneeded: seen.unneeded(),
  };
  const { version, account, partition, caller, regions } = question;
  return {
    schema: "pullpass-audit/1",
    version,
    account,
    partition,
    caller,
    regions,
    unread,
    scope: question.projects === "all" ? "all" : "some",
    startedAt,
    finishedAt: ports.clock.now().toISOString(),
    counts: seen.counts(parts),
    projects: seen.projects(),
    ...parts,
    unknowns: seen.unknowns(others),
  };
}

type Seen = ReturnType<typeof whatIsSeen>;
type Context = ReturnType<typeof contextOf>;

/** What is the same for all Regions. */
function contextOf(question: AuditQuestion, ports: AuditPorts, view: AccountView) {
  const live = remembered({ secrets: ports.secrets, keys: ports.keys, roles: view.roles });
  const secrets = listedFirst(live.secrets, view.lists, question.tagPrefix);
  const grants = new Map<string, Layer<readonly KeyGrant[]>>();
  const readGrants = once(async (key: KeyArn) => {
    const read = await known(() => ports.keys.grants(key));
    grants.set(key, read.kind === "absent" ? { kind: "known", value: [] } : read);
  });
  const circumstances: Circumstances = {
    serviceControl: view.serviceControl,
    keyGrants: (key) => grants.get(key) ?? { kind: "unknown", reason: "the key's grants were not read" },
  };
  return {
    question,
    view,
    live,
    listed: { ...live, secrets },
    clock: ports.clock,
    circumstances,
    async keyGrantsFor(secrets: readonly FoundSecret[]): Promise<void> {
      const keys = secrets.flatMap(({ key }) => (key.kind === "customer" ? [key.key] : []));
      const own = keys.filter(({ account }) => account === question.account);
      await Promise.all(own.map(({ arn }) => readGrants(arn)));
    },
  };
}

function settingsFor(
  { account, tagPrefix, policyName, ...question }: AuditQuestion,
  region: string,
): Settings {
  return {
    account,
    mode: "apply",
    tagPrefix,
    policyName,
    regions: [...new Set([region, ...question.regions, ...question.searchRegions])],
    normalization: "all",
    rolePattern: "*",
    projectPattern: "*",
    ownRoles: [],
  };
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
  const byName = new Map(projects.map((project) => [project.name, project]));
  const isAll = question.projects === "all";
  const works = worksOf(projects, view.states(), { ...question, region }, isAll ? startedAt : undefined);
  const reads = readsOf(context, byName);
  let done = 0;
  await sideBySide(works, rolesAtOnce, async (work) => {
    const look = await lookAtRole(work, reads, settingsFor(question, region));
    await context.keyGrantsFor(foundIn(look.snapshot));
    seen.role(look);
    for (const name of work.projects) {
      const project = byName.get(name);
      if (project === undefined) continue;
      const { tagPrefix } = question;
      const { report, found } = reportOn(project, {
        ...look,
        tagPrefix,
        circumstances: context.circumstances,
      });
      seen.project(report, found);
    }
    done += 1;
    onProgress({ what: `roles in ${region}`, done, total: works.length });
  });
}

/** The ports of `observe`, from what was read already where that is possible. */
function readsOf({ listed, live, clock, question, view }: Context, byName: ReadonlyMap<string, Project>) {
  const users = Map.groupBy(byName.values(), ({ role }) => role);
  const common = {
    projects: {
      read: async (_region: string, names: readonly string[]) =>
        names.flatMap((name) => byName.get(name) ?? []),
    },
    ledger: policiesAsGrants(view.roles, question.policyName, (role) =>
      (users.get(role) ?? []).map(({ name }) => name),
    ),
    clock,
  };
  return { listed: { ...listed, ...common }, live: { ...live, ...common } } satisfies Record<string, Reads>;
}

function foundIn({ secrets }: Snapshot): readonly FoundSecret[] {
  return [...secrets.values()].flatMap((lookup) => {
    if (lookup.kind === "recreated") return [lookup.found];
    return lookup.kind === "found" ? [lookup] : [];
  });
}

/** Secrets that consent to something, and that no project names: somebody may read them all the same. */
async function addUnnamedSecrets({ view, listed, question, clock }: Context, seen: Seen): Promise<void> {
  const [region = ""] = question.regions;
  const ledger = policiesAsGrants(view.roles, question.policyName, () => []);
  const reads: Reads = { ...listed, projects: { read: async () => [] }, ledger, clock };
  const details = secretDetails(reads, { ...settingsFor(question, region), inFull: true });
  const all = question.regions.flatMap((place) => view.lists.get(place) ?? []);
  await sideBySide(all, rolesAtOnce, async (secret) => {
    if (seen.isRegistrySecret(secret)) seen.secret(await details(secret));
  });
}

function rolesOf(view: AccountView, seen: Seen) {
  return view.isBulk ? view.states() : seen.states();
}
