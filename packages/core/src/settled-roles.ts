/** account, read in bulk → the roles at which nothing is to be done */
import { allOf } from "./all-of.ts";
import { isNothingToDo, type Recorded } from "./apply/nothing-to-do.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import { inParallel } from "./in-parallel.ts";
import { wholeGrants } from "./ledger/grant-item.ts";
import { ownPolicyName, type RoleArn, type SecretArn } from "./model/arn.ts";
import type { RecordedGrant } from "./model/change.ts";
import { subjectKey } from "./model/finding.ts";
import type { Project } from "./model/project.ts";
import type { ProjectUse } from "./model/project-use.ts";
import type { RecordedLogin } from "./model/recorded-login.ts";
import { registryKey } from "./model/registry-sight.ts";
import type { SecretSight } from "./model/secret-sight.ts";
import type { Settings } from "./model/settings.ts";
import type { Cause } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { BulkReads } from "./observe/account/bulk-reads.ts";
import { listThenDescribe } from "./observe/account/list-then-describe.ts";
import { memoizedReads } from "./observe/account/memoized-reads.ts";
import { pagesAlone } from "./observe/account/pages-alone.ts";
import { type AccountView, readAccount, type UnreadBulk } from "./observe/account/read-account.ts";
import { isDueBetween, type SecretSights, secretSights } from "./observe/account/secret-sights.ts";
import { observe } from "./observe/observe.ts";
import { usesIn } from "./observe/project-uses.ts";
import type { Snapshot } from "./observe/snapshot.ts";
import type { Plan } from "./plan/decided.ts";
import { plan } from "./plan/plan.ts";
import type { Clock, Keys, Ledger, OpenFinding, Reads, Registries, Secrets } from "./ports.ts";
import type { DeploymentScope } from "./scope/place.ts";
import { workOf } from "./scope/work.ts";

/** What a sweep asks beside the listing of projects, where it may. */
export interface AccountReads {
  readonly account: BulkReads;
  readonly secrets: Secrets;
  readonly keys: Keys;
  /** Absent where what was seen of registries does not count. */
  readonly registries?: Registries;
  /** Absent where no logins are checked. */
  readonly logins?: Pick<Ledger, "loginChecks">;
}

export interface SettledPorts extends AccountReads {
  readonly ledger: Pick<Ledger, "openChanges" | "secretSights" | "saveSecretSight" | "lastSweep">;
  readonly clock: Clock;
}

/** What was listed already. */
export interface ListedAccount {
  readonly cause: Cause;
  readonly work: readonly Work[];
  readonly projects: readonly Project[];
  readonly grants: readonly RecordedGrant[];
  readonly openFindings: readonly OpenFinding[];
  readonly startedAt: string;
}

export interface SettledOptions {
  /** Is there no time left? The other roles are then left unknown. */
  readonly isLate: () => boolean;
}

export interface Settled {
  readonly roles: ReadonlySet<RoleArn>;
  /** Roles with pullpass's policy that no project uses and no grant in the ledger names. */
  readonly forgotten: readonly Work[];
  /** What the projects of the settled roles hang on. */
  readonly uses: readonly ProjectUse[];
  /** Bulk reads that AWS did not answer. */
  readonly unread: readonly UnreadBulk[];
}

/**
 * Reads in bulk, and takes from the ledger what only calls for each secret tell. Nothing is decided on it but whom to look at:
 * where anything is to be done, whoever does it reads anew. Without the roles in bulk none is settled.
 */
export async function settledRoles(
  listed: ListedAccount,
  ports: SettledPorts,
  settings: Settings & DeploymentScope,
  { isLate }: SettledOptions,
): Promise<Settled> {
  const { region } = settings;
  const view = await readAccount(settings.regions, { account: ports.account, roles: pagesAlone });
  if (!view.isBulk) return { roles: new Set(), forgotten: [], uses: [], unread: view.unread };
  const forgotten = forgottenIn(listed, view, settings);
  const sights = await sightsFor(listed.startedAt, ports, region);
  const logins = ports.logins && (await checkedLogins(ports.logins, region));
  const reads = { ...readsOf(listed, ports, sights, view), ...(logins && { logins }) };
  const recordedOf = await recordedIn(listed, ports, region);
  const uses: ProjectUse[] = [];
  const isSettled = (decided: Plan): boolean => {
    if (!isNothingToDo(decided, recordedOf(decided))) return false;
    uses.push(...usesIn(decided.before.snapshot));
    return true;
  };
  const look = async (work: Work): Promise<readonly RoleArn[]> => {
    if (isLate()) return [];
    const first = await planOf(work, reads, settings);
    if (isSettled(first)) return [work.role];
    if (!(await sights.refresh(secretsIn(first.before.snapshot)))) return [];
    return isSettled(await planOf(work, reads, settings)) ? [work.role] : [];
  };
  const settled = await inParallel([...listed.work, ...forgotten], rolesAtOnce, look);
  await inParallel(sights.changed(), writesAtOnce, (sight) =>
    ports.ledger.saveSecretSight(region, sight, ports.clock.now().toISOString()),
  );
  return { roles: new Set(settled.flat()), forgotten, uses, unread: view.unread };
}

/** Whoever may write the ledger could make it forget a grant: the policy is still on the role. */
function forgottenIn(
  { work, cause, startedAt }: ListedAccount,
  { states }: AccountView,
  settings: Settings & DeploymentScope,
): readonly Work[] {
  const listed = new Set(work.map(({ role }) => role));
  const own = ownPolicyName(settings.policyName, settings.region);
  const roles = new Map<RoleArn, ReadonlySet<string>>();
  for (const { arn, inlinePolicies } of states()) {
    if (inlinePolicies.has(own) && !listed.has(arn)) roles.set(arn, new Set());
  }
  return workOf(roles, settings, [cause], { startedAt });
}

const rolesAtOnce = 16;
const writesAtOnce = 16;

async function planOf(work: Work, reads: Reads, settings: Settings): Promise<Plan> {
  return plan(diagnose(await observe(work, reads, settings), settings), settings);
}

/**
 * All that a plan asks, from memory but for what hangs on each secret and key. No builds: a role with a finding of one that
 * failed differs from the ledger, and is sent on to whoever looks for a later build.
 */
function readsOf(
  { projects, grants }: ListedAccount,
  { secrets, keys, registries, clock }: SettledPorts,
  { resourcePolicy, currentKeys }: SecretSights,
  { roles, lists }: Awaited<ReturnType<typeof readAccount>>,
): Reads {
  const byName = new Map(projects.map((project) => [project.name, project]));
  const byRole = Map.groupBy(wholeGrants(grants), ({ role }) => role);
  const asked = memoizedReads({ secrets, keys, roles });
  const described = listThenDescribe(asked.secrets, lists, ({ hasValue }) => hasValue === "yes");
  return {
    projects: { read: async (_, names) => names.flatMap((name) => byName.get(name) ?? []) },
    secrets: { ...described, resourcePolicy, currentKeys },
    keys: asked.keys,
    roles: asked.roles,
    ledger: {
      grants: async (role) => byRole.get(role) ?? [],
      // What was undone, or written moments ago, only makes a plan that is not carried out longer.
      driftRounds: async () => new Map(),
      policyWritten: async () => undefined,
    },
    clock,
    ...(registries && { registries: lookingOnce(registries) }),
  };
}

/** All of the Region at once, where one read for each project would be many. */
async function checkedLogins(
  ledger: Pick<Ledger, "loginChecks">,
  region: string,
): Promise<NonNullable<Reads["logins"]>> {
  const byProject = new Map<string, RecordedLogin>();
  for await (const page of ledger.loginChecks(region)) {
    for (const login of page) byProject.set(login.project, login);
  }
  return { loginCheck: async (_, project) => byProject.get(project) };
}

/** The same registry is many projects'. */
function lookingOnce({ look }: Registries): Registries {
  const looks = new Map<string, ReturnType<Registries["look"]>>();
  return {
    look(name) {
      const key = registryKey(name);
      const sight = looks.get(key) ?? look(name);
      looks.set(key, sight);
      return sight;
    },
  };
}

async function sightsFor(
  startedAt: string,
  { secrets, ledger }: SettledPorts,
  region: string,
): Promise<SecretSights> {
  const earlier = new Map<SecretArn, SecretSight>();
  for await (const page of ledger.secretSights(region)) {
    for (const sight of page) earlier.set(sight.secret, sight);
  }
  return secretSights(secrets, earlier, isDueBetween(await ledger.lastSweep(region), startedAt));
}

function secretsIn({ secrets }: Snapshot): readonly SecretArn[] {
  return [...secrets.values()].flatMap((lookup) => {
    if (lookup.kind === "found") return [lookup.secret.arn];
    return lookup.kind === "recreated" ? [lookup.found.secret.arn] : [];
  });
}

async function recordedIn(
  { openFindings }: ListedAccount,
  { ledger }: SettledPorts,
  region: string,
): Promise<(plan: Plan) => Recorded> {
  const changes = await allOf(ledger.openChanges(region));
  const byRole = Map.groupBy(changes, ({ change }) => change.role);
  const bySubject = Map.groupBy(openFindings, ({ finding }) => subjectKey(finding.subject));
  return ({ work, examined, findings }) => {
    const subjects = [...examined, ...findings.map(({ subject }) => subject)].map(subjectKey);
    return {
      openFindings: [...new Set(subjects)].flatMap((subject) => bySubject.get(subject) ?? []),
      openChanges: byRole.get(work.role) ?? [],
    };
  };
}
