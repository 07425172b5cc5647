/** One run: what the seed says happens, then everything heals, and pullpass must have brought it all in order. */
import { invocations, type RecordedCall } from "../../../packages/sandbox/src/index.ts";
import { home } from "../../end-to-end/support/world.ts";
import { type Account, createAccount } from "./account.ts";
import { act } from "./act.ts";
import { type Action, type Doing, isCalm } from "./actions.ts";
import { brokenIn } from "./builds.ts";
import { conditionsOf, type SomeConditions } from "./conditions.ts";
import { leaveNewerRecords } from "./foreign-records.ts";
import type { Slowness } from "./functions.ts";
import { type History, startHistory } from "./history.ts";
import { wrongAtRest } from "./invariants.ts";
import { leaveNewerWork } from "./newer-work.ts";
import { keepOutput } from "./output.ts";
import { late, leftToSweeps } from "./prompt.ts";
import { wrongRecords } from "./records.ts";
import { leftBySweep } from "./removals.ts";
import { wrongRestarts } from "./restarts.ts";
import { toldInVain } from "./told-in-vain.ts";

export interface Run {
  /** What people did, what failed and what became of events, each in a few words. */
  readonly happened: readonly string[];
  /** What went wrong; empty if nothing did. */
  readonly wrong: readonly string[];
  /** Every call that anyone made, in order. */
  readonly trace: readonly string[];
  /** How many events there were. */
  readonly events: number;
  /** How many calls were hit by a fault. */
  readonly faults: number;
  /** How many calls pullpass made before all healed, and of these how many that write, by function. */
  readonly ownCalls: number;
  readonly writes: ReadonlyMap<string, number>;
}

interface RunSettings {
  readonly slowness?: Slowness;
  /** What the account has, whatever the seed says of it. */
  readonly conditions?: SomeConditions | undefined;
}

/** The same for the same seed and actions, however slow the machine is. */
export async function run(
  seed: number,
  actions: readonly Action[],
  { slowness = async () => {}, conditions }: RunSettings = {},
): Promise<Run> {
  const output = keepOutput();
  let end = async () => {};
  const atEnd = (ends: typeof end) => {
    end = ends;
  };
  try {
    const account = await createAccount(seed, {
      ...{ output, slowness, atEnd },
      conditions: conditionsOf(seed, conditions),
    });
    const history = startHistory();
    const wrong = await through(actions, account, history, isCalm(seed));
    const { world, delivery, faults, functions } = account;
    const ownCalls = faults.calls();
    const writes = new Map(functions.writes);
    if (wrong.length === 0) wrong.push(...(await healed(account, history)));
    return {
      wrong,
      happened: happenedIn(account),
      trace: world.sandbox.calls.map(lineOf),
      events: delivery.events.length,
      faults: faults.count(),
      ownCalls,
      writes,
    };
  } finally {
    output.stop();
    await end();
  }
}

function happenedIn({ done, faults, functions, delivery }: Account): readonly string[] {
  return [
    ...done,
    ...faults.hits,
    ...functions.crashed,
    ...[...delivery.fates].map((fate) => `event ${fate}`),
  ];
}

async function through(
  actions: readonly Action[],
  account: Account,
  history: History,
  calm: boolean,
): Promise<string[]> {
  for (const action of actions) {
    await perform(action, account, history);
    await account.world.sandbox.settle();
    const wrong = [
      ...account.endless().map((call) => `pullpass calls ${call} without end`),
      ...history.unwanted(account),
      ...(await leftBySweep(account, history)),
      ...(await brokenIn(account, history)),
      ...(calm ? await late(action, account, history) : []),
    ];
    if (wrong.length > 0) return wrong;
  }
  return [];
}

async function perform(action: Action, account: Account, history: History): Promise<void> {
  const { faults, functions, delivery, watch, world } = account;
  switch (action.do) {
    case "fail calls":
      return faults.failCalls(action);
    case "fail call":
      return faults.failCall(action.at, action.kind);
    case "outage":
      return faults.outage(action.service, action.kind, action.seconds);
    case "long outage":
      faults.longOutage(action.service, action.kind, action.hours);
      account.done.add(action.do);
      return world.sandbox.clock.advance(action.hours * 3_600_000);
    case "no room": {
      const ms = action.hours * 3_600_000;
      functions.withoutRoomUntilMs.set(action.function, world.sandbox.clock.now().getTime() + ms);
      faults.outlast();
      return world.sandbox.clock.advance(ms);
    }
    case "newer records":
      account.done.add(action.do);
      for (const key of await leaveNewerRecords(world)) account.foreign.add(key);
      return;
    case "deploy":
      account.done.add(action.do);
      account.olderVersion.isDeployed = action.version === "older";
      return;
    case "newer work":
      account.done.add(action.do);
      account.newerWork.count += 1;
      return leaveNewerWork(action.role, account);
    case "crash":
      functions.crashes.push(action);
      return;
    case "slow call":
      return functions.slow.next(action);
    case "events":
      return delivery.next(action.fate, action.count, action.seconds);
    case "wait":
      return world.sandbox.clock.advance(action.seconds * 1000);
    case "meanwhile": {
      let left = action.at;
      watch.onReconcile = async (operation) => {
        if (action.before === undefined || action.before === operation) left -= 1;
        if (left > 0 || operation === "UpdateProject") return;
        watch.onReconcile = async () => {};
        account.done.add("meanwhile");
        await people(action.what, account, history);
      };
      return;
    }
    default:
      return people(action, account, history);
  }
}

async function people(doing: Doing, account: Account, history: History): Promise<void> {
  account.doneAtMs.push(account.world.sandbox.clock.now().getTime());
  await act(doing, account);
  await history.remember(account);
}

const sweepMs = 3_700_000;

/** The first sweep after the faults finds everything, the second takes what the first one kept, the third has nothing to do. */
async function healed(account: Account, history: History): Promise<readonly string[]> {
  const { faults, functions, delivery, watch, world } = account;
  const { clock } = world.sandbox;
  faults.heal();
  delivery.heal();
  functions.crashes.length = 0;
  functions.slow.heal();
  watch.onReconcile = async () => {};
  const left = await leftToSweeps(account, history);
  if (left.length > 0) return left;
  const runs = invocations(world.sandbox).length;
  for (let sweeps = 0; sweeps < 2; sweeps++) {
    await clock.advance(sweepMs);
    await world.sandbox.settle();
  }
  const wrong = [
    ...history.unwanted(account),
    ...(await wrongAtRest(account, history)),
    ...(await wrongRecords(account, history)),
    ...toldInVain(account, history),
    ...(await wrongRestarts(account, history)),
    ...invocations(world.sandbox)
      .slice(runs)
      .filter((each) => each.function === "pullpass-sweep" && each.outcome !== "succeeded")
      .map(({ error }) => `a sweep ended before its end: ${error}`),
  ];
  const before = world.sandbox.calls.length;
  await clock.advance(sweepMs);
  await world.sandbox.settle();
  const writes = world.sandbox.calls.slice(before).filter(isWrite).map(lineOf);
  if (writes.length > 0) wrong.push(`a further sweep writes: ${[...new Set(writes)].join(", ")}`);
  return [...wrong, ...(await brokenIn(account, history, "at rest"))];
}

/** The sweep's own date aside. */
function isWrite({ principal, service, operation }: RecordedCall): boolean {
  if (!principal.includes("pullpass-reconcile") || service === "sqs") return false;
  return !/^(Get|List|Describe|BatchGet|Query)/.test(operation);
}

function lineOf({ at, principal, service, operation, region, outcome, permissions }: RecordedCall): string {
  const who = principal.split("/").slice(1).join("/") || principal;
  const what = permissions.map(({ resource }) => resource).join(" ");
  return `${at.toISOString()} ${who} ${service}:${operation} ${region === home ? "" : region} ${what} ${outcome}`;
}
