/** Builds that pullpass starts again: docs/operations.md#builds-that-are-started-again. */
import type { Build } from "@aws-sdk/client-codebuild";
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";
import type { Account } from "./account.ts";
import { allBuilds, mayPull } from "./builds.ts";
import { isPullpass } from "./faults.ts";
import type { History } from "./history.ts";
import { isOpen, wantsIn } from "./oracle.ts";
import { roleName } from "./role-name.ts";
import { isSmooth } from "./smooth.ts";
import { look } from "./view.ts";

interface Restart {
  /** The id of the build that failed. */
  readonly of: string;
  readonly token: string;
  /** By the account's clock. */
  readonly atMs: number;
}

/** A project, as far as its builds hang on it. */
interface Followed {
  /** Since when its owner asks for it; absent: not at all. */
  asksSinceMs: number | undefined;
  /** Until when the owner asked for it. */
  askedUntilMs: number;
  changedAtMs: number;
}

export interface Restarts {
  readonly made: readonly Restart[];
  readonly projects: ReadonlyMap<string, Followed>;
}

type Input = Readonly<Record<string, unknown>>;

export function watchRestarts(sandbox: Sandbox): Restarts {
  const made: Restart[] = [];
  const projects = new Map<string, Followed>();
  sandbox.after(({ service, operation, input, from }) => {
    if (service !== "codebuild") return;
    const { id, idempotencyToken, name, tags } = input as Input;
    const nowMs = sandbox.clock.now().getTime();
    if (operation === "RetryBuild" && isPullpass(from.caller))
      made.push({ of: String(id), token: String(idempotencyToken), atMs: nowMs });
    if (!/^(Create|Update|Delete)Project$/.test(operation)) return;
    const before = projects.get(String(name));
    const asked = operation === "UpdateProject" && tags === undefined ? before?.asksSinceMs : undefined;
    const asks = asked ?? (JSON.stringify(tags ?? []).includes(asking) ? nowMs : undefined);
    const until = before?.asksSinceMs === undefined ? (before?.askedUntilMs ?? 0) : nowMs;
    projects.set(String(name), { asksSinceMs: asks, askedUntilMs: until, changedAtMs: nowMs });
  });
  return { made, projects };
}

const asking = '{"key":"pullpass/retry","value":"true"}';

/** The account's clock stands still while a function looks and calls, or nearly so. */
const longestLookMs = 10_000;

/** "About a minute after the grant". */
const soonestMs = 50_000;

/** At rest: each was started again once, where its project asks for it and its secret consents; and none was left out. */
export async function wrongRestarts(account: Account, history: History): Promise<readonly string[]> {
  const builds = account.builds.count === 0 ? [] : await allBuilds(account);
  const isOwn = ({ initiator = "" }: Build) => initiator.includes("pullpass-reconcile");
  const wrong: string[] = [];
  const ids = new Set(account.restarts.made.map(({ of }) => of));
  for (const id of ids) {
    const build = builds.find((each) => each.id === id);
    const calls = account.restarts.made.filter(({ of }) => of === id);
    if (new Set(calls.map(({ token }) => token)).size > 1) wrong.push(`${id} was started again twice`);
    if (build !== undefined && isOwn(build)) wrong.push(`${id}, which pullpass started, was started again`);
    for (const { atMs } of calls) {
      const { projectName = "" } = build ?? {};
      const { asksSinceMs, askedUntilMs = 0 } = account.restarts.projects.get(projectName) ?? {};
      const isAsked = (asksSinceMs ?? Number.POSITIVE_INFINITY) <= atMs;
      if (!isAsked && askedUntilMs < atMs - longestLookMs)
        wrong.push(`${id} was started again, and nobody asks for it`);
      if (!history.wasWanted(projectName, atMs - longestLookMs, atMs))
        wrong.push(`${id} was started again, without consent`);
      const granted = account.watch.effects.find(
        (each) =>
          each.kind === "grant" &&
          each.of.startsWith(`${roleOf(build)} `) &&
          each.atMs >= (build?.endTime?.getTime() ?? Number.POSITIVE_INFINITY),
      );
      if (granted !== undefined && atMs - granted.atMs < soonestMs)
        wrong.push(`${id} was started again before IAM may be expected to show the grant`);
    }
  }
  const started = builds.filter(isOwn);
  if (started.length > ids.size) wrong.push(`${ids.size} builds were started again ${started.length} times`);
  const peoples = builds.filter((each) => !isOwn(each));
  return [...wrong, ...(await leftFailed(peoples, account, history))];
}

function roleOf(build: Build | undefined): string {
  return roleName(build?.serviceRole);
}

/** Failed for want of a grant that came, of a project as it was: nothing was in the way of another try. */
async function leftFailed(
  builds: readonly Build[],
  account: Account,
  history: History,
): Promise<readonly string[]> {
  const { conditions, restarts, watch } = account;
  if (!conditions.options.retryBuilds || !isSmooth(account)) return [];
  const view = await look(account);
  const wrong: string[] = [];
  for (const want of wantsIn(view)) {
    const last = builds.filter(({ projectName }) => projectName === want.project).at(-1);
    const project = restarts.projects.get(want.project);
    const role = view.roles.find(({ name }) => name === want.role);
    if (last?.buildStatus !== "FAILED" || project?.asksSinceMs === undefined || role === undefined) continue;
    const endedMs = last.endTime?.getTime() ?? 0;
    const grant = `${want.role} ${want.secret.arn}`;
    const granted = watch.effects.find(
      ({ kind, of, atMs }) => kind === "grant" && of === grant && atMs >= endedMs,
    );
    if (granted === undefined || project.changedAtMs > (last.startTime?.getTime() ?? 0)) continue;
    const isSteady = !account.doneAtMs.some((atMs) => atMs > granted.atMs && atMs <= granted.atMs + steadyMs);
    const isWanted = history.wasWanted(want.project, granted.atMs, granted.atMs + steadyMs);
    if (!isSteady || !isWanted || !isOpen(role) || !(await mayPull(want, view, account))) continue;
    if (!restarts.made.some(({ of }) => of === last.id))
      wrong.push(
        `${last.id} of ${want.project} failed for want of a grant that came, and was not started again`,
      );
  }
  return wrong;
}

/** "About a minute after the grant", and a try more. */
const steadyMs = 5 * 60_000;
