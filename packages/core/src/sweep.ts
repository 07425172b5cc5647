/** account → work, and what may be removed */
import { unreadableProject } from "./diagnose/rules/project-unreadable.ts";
import type { Finding } from "./model/finding.ts";
import type { Cause } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { Clock, Ledger, Projects, WorkQueue } from "./ports.ts";
import type { DeploymentScope } from "./scope/place.ts";
import { everything } from "./scope/sweep.ts";

/** The ports that `sweep` works through. */
export interface SweepPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly ledger: Pick<
    Ledger,
    "allGrants" | "everyOpenFinding" | "openFinding" | "closeFinding" | "sweepCompleted"
  >;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

/**
 * Sends every role to be looked at, and records the sweep once all are sent. A project that nobody can make out is in no
 * role's work: the sweep itself says so, once. Findings of what is not there any more, and so in nobody's work, end with it.
 * @throws the errors of `errors.ts`
 */
export async function sweep(
  cause: Cause,
  ports: SweepPorts,
  place: DeploymentScope,
): Promise<readonly Work[]> {
  const now = () => ports.clock.now().toISOString();
  const startedAt = now();
  const listed = await everything(cause, ports, place);
  const { work, malformed } = listed;
  await ports.queue.send(work);
  for (const [name, reason] of malformed) {
    const unread = {
      what: `project ${name}`,
      owner: "project owner",
      reason,
      refusal: { kind: "malformed" },
    } as const;
    await ports.ledger.openFinding(unreadableProject(name, unread, place), now(), [cause]);
  }
  for await (const open of ports.ledger.everyOpenFinding(place.region)) {
    for (const { finding, openedAt } of open) {
      if (openedAt < startedAt && isGone(finding, listed))
        await ports.ledger.closeFinding(finding, now(), [cause]);
    }
  }
  await ports.ledger.sweepCompleted(place.region, startedAt, now());
  return work;
}

/** A project that nobody can make out may use any role. */
function isGone({ subject }: Finding, { projects, malformed, work }: Listed): boolean {
  if (subject.kind === "project") {
    return !malformed.has(subject.name) && !projects.some(({ name }) => name === subject.name);
  }
  return malformed.size === 0 && !work.some(({ role }) => role === subject.arn);
}

type Listed = Awaited<ReturnType<typeof everything>>;
