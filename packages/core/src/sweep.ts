/** account → work, and what may be removed */
import type { Cause } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { Clock, Ledger, Projects, WorkQueue } from "./ports.ts";
import type { DeploymentScope } from "./scope/place.ts";
import { workOfEverything } from "./scope/sweep.ts";

/** The ports that `sweep` works through. */
export interface SweepPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly ledger: Pick<Ledger, "allGrants" | "sweepCompleted">;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

/** Sends every role to be looked at, and records the sweep once all are sent. @throws the errors of `errors.ts` */
export async function sweep(
  cause: Cause,
  ports: SweepPorts,
  place: DeploymentScope,
): Promise<readonly Work[]> {
  const startedAt = ports.clock.now().toISOString();
  const work = await workOfEverything(cause, ports, place);
  await ports.queue.send(work);
  await ports.ledger.sweepCompleted(place.region, startedAt, ports.clock.now().toISOString());
  return work;
}
