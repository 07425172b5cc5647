/** work that asks for it → a build started again */
import { createHash } from "node:crypto";
import { type Attempt, attempt } from "./apply/attempt.ts";
import type { BuildRetries } from "./build-records.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import { lineOf } from "./diagnose/unread.ts";
import { NotFound } from "./errors.ts";
import type { Retries } from "./model/change.ts";
import type { LastRetry, RetryAsked } from "./model/retry.ts";
import type { Settings } from "./model/settings.ts";
import type { Work } from "./model/work.ts";
import { observe } from "./observe/observe.ts";
import { plan } from "./plan/plan.ts";
import type { Clock, Ledger, Reads } from "./ports.ts";
import { Incomplete } from "./reconcile.ts";

export type StartedAgain =
  | { readonly kind: "waits"; readonly seconds: number }
  | { readonly kind: "started"; readonly as: string }
  | { readonly kind: "failed"; readonly why: string }
  /** Nobody asks for it any more. */
  | { readonly kind: "not-wanted"; readonly why: string };

export type StartPorts = Reads & {
  readonly ledger: Ledger;
  readonly retries: BuildRetries;
  readonly clock: Clock;
};

/**
 * Looks anew once the grant may be expected to count, and starts the build again where it still can pull, is still its project's
 * last, and was not started again before. That it is about to be is recorded under a condition, so that it is once at most: after
 * a crash the same call is made with the same token, for as long as AWS knows that. @throws Incomplete, and what the ports throw: try again
 */
export async function startAgain(
  work: Work & { readonly retry: RetryAsked },
  ports: StartPorts,
  settings: Settings,
): Promise<StartedAgain> {
  const { project, build, notBefore } = work.retry;
  const { ledger, clock } = ports;
  const seconds = Math.ceil((Date.parse(notBefore) - clock.now().getTime()) / 1_000);
  if (seconds > 0) return { kind: "waits", seconds };
  const change = (await ledger.unsettled(work.role, work.region))
    .map((each) => each.change)
    .find((each): each is Retries => each.kind === "retry" && each.build === build);
  if (change === undefined) return { kind: "not-wanted", why: "it is not recorded as planned" };
  const begun = (await ledger.lastRetries(work.region, [project])).get(project);
  if (begun?.of === build) return goOn(change, begun, ports);
  const why = await notWantedReason(work, ports, settings);
  if (why !== undefined) {
    await ledger.discarded([change]);
    return { kind: "not-wanted", why };
  }
  const first = { of: build, at: clock.now().toISOString() };
  return (await ledger.beginRetry(work.region, project, first))
    ? start(change, first, ports)
    : { kind: "not-wanted", why: "it was started again before" };
}

async function notWantedReason(
  { retry: { project, build }, ...work }: Work & { readonly retry: RetryAsked },
  ports: StartPorts,
  settings: Settings,
): Promise<string | undefined> {
  const [last] = (await ports.builds?.latest(work.region, project)) ?? [];
  if (last === undefined) return "its project has no builds any more";
  if (last !== build) return "another build of its project has begun since";
  const snapshot = await observe({ ...work, builds: [build] }, ports, settings);
  const { retries, unread } = plan(diagnose(snapshot, settings), settings);
  const open = unread.filter(({ refusal }) => refusal === undefined).map(lineOf);
  if (open.length > 0) throw new Incomplete(work, open);
  const isWanted = retries.some(({ change, heldBack }) => change.build === build && heldBack === undefined);
  return isWanted ? undefined : "it would not pull its image, or its project does not ask for it any more";
}

/** A crash, or AWS without an answer, came in between. */
async function goOn(change: Retries, begun: LastRetry, ports: StartPorts): Promise<StartedAgain> {
  if (begun.as !== undefined) return finish(change, begun.as, ports);
  const age = ports.clock.now().getTime() - Date.parse(begun.at);
  if (begun.refused || age < tokenLivesMs) return start(change, begun, ports);
  return fail(change, leftOpen, ports);
}

/** "The token is included in the RetryBuild request and is valid for five minutes." https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html */
const tokenLivesMs = 4 * 60_000;

const leftOpen =
  "pullpass was interrupted while it started the build again, and does not know whether it did: look at the project's builds.";

async function start(change: Retries, begun: LastRetry, ports: StartPorts): Promise<StartedAgain> {
  const { region, project, build } = change;
  const token = createHash("sha256").update(change.id).digest("hex");
  const started = await attempt(() => ports.retries.startAgain(region, build, token), false);
  const refusal = refusalIn(started);
  if (refusal !== undefined) {
    await ports.ledger.recordRetry(region, project, { ...begun, refused: true });
    return fail(change, refusal, ports);
  }
  if (started.kind !== "done") throw started.kind === "unsettled" ? started.error : new Error(started.words);
  await ports.ledger.recordRetry(region, project, { ...begun, as: started.result });
  return finish(change, started.result, ports);
}

/** AWS's words, where there will be no such build. */
function refusalIn(started: Attempt<string>): string | undefined {
  if (started.kind === "refused") return started.words;
  const isGone = started.kind === "unsettled" && started.error instanceof NotFound;
  return isGone ? String(started.error) : undefined;
}

async function finish(change: Retries, as: string, { ledger, clock }: StartPorts): Promise<StartedAgain> {
  await ledger.applied([{ ...change, startedAs: as }], clock.now().toISOString());
  return { kind: "started", as };
}

async function fail(change: Retries, why: string, { ledger, clock }: StartPorts): Promise<StartedAgain> {
  await ledger.failed(change, why, clock.now().toISOString());
  return { kind: "failed", why };
}
