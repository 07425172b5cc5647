/** account → work, and what may be removed */
import { allOf } from "./all-of.ts";
import { newUses } from "./apply/project-uses.ts";
import { unreadableProject } from "./diagnose/rules/project-unreadable.ts";
import { isSurelyBefore } from "./model/clocks.ts";
import type { Finding } from "./model/finding.ts";
import { endedMutes } from "./model/mute.ts";
import type { Project } from "./model/project.ts";
import type { ProjectUse } from "./model/project-use.ts";
import type { Settings } from "./model/settings.ts";
import type { Cause } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { UnreadBulk } from "./observe/account/read-account.ts";
import { usesOfProject } from "./observe/project-uses.ts";
import type { Clock, Ledger, OpenFinding, Projects, WorkQueue } from "./ports.ts";
import type { DeploymentScope } from "./scope/place.ts";
import { everything } from "./scope/sweep.ts";
import {
  type AccountReads,
  type Settled,
  type SettledOptions,
  type SettledPorts,
  settledRoles,
} from "./settled-roles.ts";

/** The ports that `sweep` works through. */
export interface SweepPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly ledger: Pick<
    Ledger,
    | "allGrants"
    | "everyOpenFinding"
    | "openFinding"
    | "closeFinding"
    | "tellFindingAgain"
    | "mutes"
    | "muteTold"
    | "everyUse"
    | "saveUses"
    | "sweepCompleted"
  > &
    SettledPorts["ledger"];
  readonly queue: WorkQueue;
  readonly clock: Clock;
  /** Absent where the deployment reads nothing in bulk: every role is then sent. */
  readonly bulk?: AccountReads;
}

/** What a sweep found. */
export interface Swept {
  /** How many roles there are. */
  readonly roles: number;
  /** What was sent: roles at which something is to be done, or of which that is not known. */
  readonly work: readonly Work[];
  /** Bulk reads that AWS did not answer. */
  readonly unread: readonly UnreadBulk[];
}

/**
 * Sends every role at which something is to be done, or may be, and records the sweep once all are sent. A project that nobody
 * can make out is in no role's work: the sweep itself says so, once. Findings of what is not there any more, and so in nobody's
 * work, end with it. Those that a mute kept quiet, which has ended, are told again.
 * @throws the errors of `errors.ts`
 */
export async function sweep(
  cause: Cause,
  ports: SweepPorts,
  settings: Settings & DeploymentScope,
  options: SettledOptions = { isLate: () => false },
): Promise<Swept> {
  const now = () => ports.clock.now().toISOString();
  const startedAt = now();
  const listed = await everything(cause, ports, settings);
  const openFindings = await allOf(ports.ledger.everyOpenFinding(settings.region));
  const settled =
    ports.bulk === undefined
      ? noneSettled
      : await settledRoles(
          { ...listed, projects: listed.projects.map(lean), openFindings, cause, startedAt },
          { ...ports, ...ports.bulk },
          settings,
          options,
        );
  const all = [...listed.work, ...settled.forgotten];
  const work = all.filter(({ role }) => !settled.roles.has(role));
  await ports.queue.send(work);
  for (const [name, reason] of listed.malformed) {
    const unread = {
      what: `project ${name}`,
      owner: "project owner",
      reason,
      refusal: { kind: "malformed" },
    } as const;
    await ports.ledger.openFinding(unreadableProject(name, unread, settings), now(), [cause]);
  }
  const gone = openFindings.filter(
    ({ finding, openedAt }) =>
      isSurelyBefore(openedAt, startedAt) && isGone(finding, { ...listed, work: all }),
  );
  for (const { finding } of gone) await ports.ledger.closeFinding(finding, now(), [cause]);
  await tellWhatMutesLeft(
    openFindings.filter((each) => !gone.includes(each)),
    ports,
    settings,
  );
  // Before the sweep counts as complete: from then on, events ask the index whose secret is meant.
  await keepUses([...listed.projects.flatMap(usesOfProject), ...settled.uses], ports, settings.region);
  await ports.ledger.sweepCompleted(settings.region, startedAt, now());
  return { roles: all.length, work, unread: settled.unread };
}

const noneSettled: Settled = { roles: new Set(), forgotten: [], uses: [], unread: [] };

/** What the index has too much costs a look in vain, and expires. */
async function keepUses(
  seen: readonly ProjectUse[],
  { ledger, clock }: SweepPorts,
  region: string,
): Promise<void> {
  const known = await allOf(ledger.everyUse(region));
  await ledger.saveUses(region, newUses(seen, known), clock.now().toISOString());
}

/** A crash in between tells some of them twice, and none never. */
async function tellWhatMutesLeft(
  open: readonly OpenFinding[],
  { ledger, clock }: Pick<SweepPorts, "ledger" | "clock">,
  { region }: DeploymentScope,
): Promise<void> {
  const now = clock.now().toISOString();
  const ended = endedMutes(
    await ledger.mutes(region),
    open.map(({ finding }) => finding),
    now,
  );
  for (const { finding, mutedUntil } of ended.toTell) await ledger.tellFindingAgain(finding, mutedUntil, now);
  for (const mute of ended.mutes) await ledger.muteTold(mute, now);
}

/** Nothing is written, and the environments of thousands would fill the memory. */
function lean(project: Project): Project {
  return { ...project, environment: {} };
}

/** A project that nobody can make out may use any role. */
function isGone({ subject }: Finding, { projects, malformed, work }: Listed): boolean {
  if (subject.kind === "project") {
    return !malformed.has(subject.name) && !projects.some(({ name }) => name === subject.name);
  }
  return malformed.size === 0 && !work.some(({ role }) => role === subject.arn);
}

type Listed = Awaited<ReturnType<typeof everything>>;
