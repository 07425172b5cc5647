/** What the ledger keeps of builds that could not pull, and of those that were started again. All times are ISO 8601. */
import type { FailedBuild } from "./model/failed-build.ts";
import type { LastRetry } from "./model/retry.ts";

export interface BuildRecords {
  /** Of each project the build that could not pull and that a finding is open about, or that waits for what it lacks. */
  failedBuilds(region: string, projects: readonly string[]): Promise<ReadonlyMap<string, FailedBuild>>;
  recordFailedBuild(region: string, build: FailedBuild, now: string): Promise<void>;
  forgetFailedBuild(region: string, project: string): Promise<void>;

  /** Of each project the last build that pullpass started again. */
  lastRetries(region: string, projects: readonly string[]): Promise<ReadonlyMap<string, LastRetry>>;
  /** It is about to be started again. `false` where it was before: nothing is recorded then. */
  beginRetry(region: string, project: string, begun: LastRetry): Promise<boolean>;
  recordRetry(region: string, project: string, retry: LastRetry): Promise<void>;
}

export interface BuildRetries {
  /**
   * Restarts the build, and answers with the id of the one that was started. The same `token` within five minutes starts no second.
   */
  startAgain(region: string, id: string, token: string): Promise<string>;
}
