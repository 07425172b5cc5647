/** A build that is to be started again, once its time has come. */
import { type BuildRetries, type Reads, type Settings, startAgain, type Writes } from "@pullpass/core";
import { count, type Telemetry } from "./telemetry.ts";

/** Absent where a deployment starts no builds again. */
export interface BuildStarts {
  readonly starts?: BuildRetries;
}

/** Answers in how many seconds it is to be delivered again; `undefined` where it is done. @throws what `startAgain` throws */
export async function startBuild(
  work: Parameters<typeof startAgain>[0],
  { starts, ...ports }: Reads & Writes & BuildStarts,
  settings: Settings,
  telemetry: Telemetry,
): Promise<number | undefined> {
  const { build } = work.retry;
  if (starts === undefined) {
    telemetry.logger.info("build not started again", { build, why: "the option retryBuilds is off" });
    return undefined;
  }
  const ended = await startAgain(work, { ...ports, retries: starts }, settings);
  if (ended.kind === "waits") return ended.seconds;
  if (ended.kind === "started") {
    count(telemetry, "BuildsStartedAgain", 1);
    telemetry.logger.info("build started again", { build, as: ended.as });
  } else telemetry.logger.info("build not started again", { build, why: ended.why });
  return undefined;
}
