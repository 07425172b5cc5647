/** What the ledger in memory keeps of builds. */
import type { BuildRecords } from "../build-records.ts";
import type { FailedBuild } from "../model/failed-build.ts";
import type { LastRetry } from "../model/retry.ts";
import { inRegion } from "./in-region.ts";

export function memoryBuilds(): BuildRecords {
  const builds = new Map<string, FailedBuild>();
  const retries = new Map<string, LastRetry>();
  return {
    async failedBuilds(region, projects) {
      return new Map(
        projects.flatMap((name) => {
          const build = builds.get(inRegion(region, name));
          return build === undefined ? [] : [[name, build] as const];
        }),
      );
    },
    async recordFailedBuild(region, build) {
      builds.set(inRegion(region, build.project), build);
    },
    async forgetFailedBuild(region, project) {
      builds.delete(inRegion(region, project));
    },
    async lastRetries(region, projects) {
      return new Map(
        projects.flatMap((name) => {
          const retry = retries.get(inRegion(region, name));
          return retry === undefined ? [] : [[name, retry] as const];
        }),
      );
    },
    async beginRetry(region, project, begun) {
      if (retries.get(inRegion(region, project))?.of === begun.of) return false;
      retries.set(inRegion(region, project), begun);
      return true;
    },
    async recordRetry(region, project, retry) {
      retries.set(inRegion(region, project), retry);
    },
  };
}
