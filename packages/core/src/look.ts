/** event → what is seen of the registries of projects, and work where that changes a diagnosis */
import { registryFault } from "./diagnose/registry-fault.ts";
import { inParallel } from "./in-parallel.ts";
import { matchesPattern } from "./model/pattern.ts";
import { isRecent, type RegistryName, type RegistrySight, registryKey } from "./model/registry-sight.ts";
import type { Settings } from "./model/settings.ts";
import type { Cause, Ignored, Trigger } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import { type PrivateZones, withZones } from "./observe/private-zones.ts";
import { registriesOf } from "./observe/registries.ts";
import type { Clock, Ledger, Projects, Registries, WorkQueue } from "./ports.ts";
import { projectsNamedBy } from "./scope/named-projects.ts";
import type { DeploymentScope } from "./scope/place.ts";
import { rolesOf, workOf } from "./scope/work.ts";

/** The ports that `look` works through. */
export interface LookPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly registries: Registries;
  /** Absent where nobody reads private hosted zones. */
  readonly zones?: PrivateZones;
  readonly ledger: Pick<Ledger, "registrySight" | "recordSight">;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

export interface LookedAt {
  readonly kind: "looked";
  /** The registries that were asked, each once. */
  readonly registries: number;
  /** The roles whose projects another answer counts for now. */
  readonly work: readonly Work[];
}

/** So many registries are looked at in one invocation, those first that were not looked at for longest. */
const registriesMax = 200;

/** Each takes `totalMs` of the network's limits at most: 200 of them less than four minutes. */
const looksAtOnce = 16;

/** Whoever changes a project ten times a minute has its registry looked at once. */
const freshMs = 5 * 60_000;

/**
 * Looks, records, and sends the roles of those projects to be diagnosed anew for which the answer is another one. What
 * could not be told this time leaves the last answer in force, as long as that counts.
 * @throws the errors of `errors.ts`
 */
export async function look(
  trigger: Trigger | Ignored,
  ports: LookPorts,
  settings: DeploymentScope & Pick<Settings, "projectPattern">,
): Promise<LookedAt | Ignored> {
  if (trigger.kind === "ignored") return trigger;
  const named = await projectsNamedBy(trigger, ports, settings);
  if (named === undefined) return { kind: "ignored", reason: `${trigger.kind} names no registry` };
  const projects = named.filter(({ name }) => matchesPattern(settings.projectPattern, name));
  const { region } = settings;
  const known = await inParallel(registriesOf(projects), looksAtOnce, async ([, registry]) => ({
    registry,
    before: await ports.ledger.registrySight(region, registry),
  }));
  const stale = known
    .filter(({ before }) => before === undefined || !isRecent(before, ports.clock.now(), freshMs))
    .sort((a, b) => ((a.before?.at ?? "") < (b.before?.at ?? "") ? -1 : 1))
    .slice(0, registriesMax);
  const looked = await inParallel(stale, looksAtOnce, (each) => lookAt(each, ports, region));
  const changed = new Set(looked.filter(({ isOther }) => isOther).map(({ key }) => key));
  const concerned = projects.filter((project) =>
    [...registriesOf([project]).keys()].some((key) => changed.has(key)),
  );
  const work = workOf(rolesOf(concerned, []), settings, [
    lookedAnew("registry looked at", trigger.cause, ports.clock),
  ]);
  if (work.length > 0) await ports.queue.send(work);
  return { kind: "looked", registries: looked.length, work };
}

interface Stale {
  readonly registry: RegistryName;
  readonly before: RegistrySight | undefined;
}

async function lookAt(
  { registry, before }: Stale,
  { registries, zones, ledger, clock }: LookPorts,
  region: string,
) {
  const key = registryKey(registry);
  const looked = await registries.look(registry);
  if (looked === undefined) return { key, isOther: false };
  const last = before !== undefined && isRecent(before, clock.now()) ? before : undefined;
  const seen = zones === undefined ? looked : await withZones(looked, zones, clock, last);
  const isTold = seen.outcome.kind !== "unknown" || last === undefined;
  if (isTold) await ledger.recordSight(region, registry, seen);
  return { key, isOther: isTold && faultIn(registry, seen) !== faultIn(registry, last) };
}

/** What a finding would say of it. */
function faultIn({ host }: RegistryName, sight: RegistrySight | undefined): string {
  const fault = registryFault(host, sight);
  return fault === undefined ? "" : `${fault.rule} ${JSON.stringify(fault.evidence)}`;
}

/** Another message than the one that the event itself sent: of two that are the same a FIFO queue keeps one. */
export function lookedAnew(event: string, { id }: Cause, clock: Clock): Cause {
  return { id, event, actor: "pullpass", time: clock.now().toISOString() };
}
