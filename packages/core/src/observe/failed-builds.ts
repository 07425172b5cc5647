/** The builds of the role's projects that could not pull, as long as none has pulled since. */
import { inParallel } from "../in-parallel.ts";
import type { Build } from "../model/build.ts";
import { type FailedBuild, failedBuildOf, isSameFailure, projectOfBuild } from "../model/failed-build.ts";
import type { Work } from "../model/work.ts";
import type { Builds, Reads } from "../ports.ts";
import { known } from "./reading.ts";
import type { BuildFailure, Snapshot } from "./snapshot.ts";

/**
 * Those of the work, and those that the ledger knows of. What AWS does not tell of builds changes nothing.
 * `undefined` where nobody looks. @throws what the ledger throws
 */
export async function readFailedBuilds(
  { region, builds: fresh = [] }: Work,
  names: readonly string[],
  builds: Reads["builds"],
): Promise<Snapshot["failedBuilds"]> {
  if (builds === undefined) return undefined;
  const recorded = await builds.failedBuilds(region, names);
  const newest = new Map(fresh.map((id) => [projectOfBuild(id), id]));
  const concerned = names.filter((name) => recorded.has(name) || newest.has(name));
  const retries = await builds.lastRetries?.(region, concerned);
  const read = await inParallel(concerned, atOnce, async (name) => {
    const before = recorded.get(name);
    const since = await buildsSince(before, { name, region, fresh: newest.get(name) }, builds);
    const last = newestOf(before, since);
    return [name, { recorded: before, ...last, retried: retries?.get(name) }] as const;
  });
  return new Map(read);
}

const atOnce = 4;

/** Newest first; a few are enough to see whether one has pulled. */
async function buildsSince(
  recorded: FailedBuild | undefined,
  {
    name,
    region,
    fresh,
  }: { readonly name: string; readonly region: string; readonly fresh: string | undefined },
  builds: Builds,
): Promise<readonly Build[]> {
  const latest = recorded && (await known(() => builds.latest(region, name)));
  const all = latest?.kind === "known" ? latest.value : [];
  const at = all.indexOf(recorded?.id ?? "");
  const newer = (at === -1 ? all : all.slice(0, at)).slice(0, newerMax);
  const ids = [...new Set([...(fresh === undefined ? [] : [fresh]), ...newer])];
  if (ids.length === 0) return [];
  const read = await known(() => builds.read(region, ids));
  if (read.kind !== "known") return [];
  return read.value
    .filter(({ project }) => project === name)
    .toSorted((a, b) => ((a.startedAt ?? "") < (b.startedAt ?? "") ? 1 : -1));
}

const newerMax = 10;

/** One that failed for the same reason again says nothing new. */
function newestOf(
  recorded: FailedBuild | undefined,
  since: readonly Build[],
): Pick<BuildFailure, "current" | "newest"> {
  const last = since.find((build) => build.pulled || failedBuildOf(build) !== undefined);
  if (last === undefined) return { current: recorded, newest: recorded };
  const newest = last.pulled ? undefined : failedBuildOf(last);
  return { newest, current: newest && recorded && isSameFailure(recorded, newest) ? recorded : newest };
}
