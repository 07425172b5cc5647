/**
 * The line in which the work of sweeps waits. Nothing is written here: work at which nothing is to be done ends, and all other
 * goes to the queue of events, whose group is the role, so that a role keeps one writer. All messages are one group: one
 * invocation at a time, so many roles a second, and IAM's request rate is left to events.
 */
import {
  type Reads,
  type Settings,
  stateOfWork,
  type WorkQueue,
  type WorkRetries,
  type Writes,
} from "@pullpass/core";
import type { Config } from "./config.ts";
import { sweepRolesPerSecond } from "./deployment/work-queue.ts";
import { type QueueRecord, retryAfter } from "./fifo-batch.ts";
import { readableWork } from "./readable-work.ts";
import { count, type Telemetry } from "./telemetry.ts";

export interface SweepLinePorts {
  /** For one piece of work. */
  readonly ofWork: () => Reads & Writes;
  /** The queue of events. */
  readonly urgent: WorkQueue;
  /** When messages of this line come again. */
  readonly waits: WorkRetries;
}

/**
 * Answers with what is to be delivered again: what was too much for a second, and what AWS had no answer for, with all that is
 * behind it. What has no answer for long goes to the queue of events, which tries it to the end: it holds up nobody here.
 */
export async function lookInLine(
  records: readonly QueueRecord[],
  ports: SweepLinePorts,
  { settings, region }: Pick<Config, "settings" | "region">,
  telemetry: Telemetry,
): Promise<readonly QueueRecord[]> {
  const place = { account: settings.account, region };
  let seconds = 1;
  let done = 0;
  for (const record of records.slice(0, sweepRolesPerSecond)) {
    const { work, error } = readableWork(record, place);
    if (work === undefined)
      telemetry.logger.error("work of a sweep is left out", { message: record.id, error });
    else if ((await lookAt(work, record, ports, settings, telemetry)) === "waits") {
      seconds = retryAfter(record);
      break;
    }
    done += 1;
  }
  const waiting = records.slice(done);
  await ports.waits.after(waiting.map(({ receipt }) => ({ receipt, seconds })));
  return waiting;
}

async function lookAt(
  work: Parameters<typeof stateOfWork>[0],
  { deliveries }: QueueRecord,
  { ofWork, urgent }: SweepLinePorts,
  settings: Settings,
  telemetry: Telemetry,
): Promise<"done" | "waits"> {
  const state = await stateOfWork(work, ofWork(), settings);
  if (state === "unknown" && deliveries <= deliveriesInLine) return "waits";
  if (state === "at rest") return "done";
  await urgent.send([work]);
  count(telemetry, "WorkSent", 1);
  telemetry.logger.info("sent", { role: work.role, state });
  return "done";
}

const deliveriesInLine = 4;
