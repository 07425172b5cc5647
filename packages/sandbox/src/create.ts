import { AsyncLocalStorage } from "node:async_hooks";
import { readAccounts } from "./accounts.ts";
import { decide } from "./authorize.ts";
import { createClock } from "./clock.ts";
import { dispatch } from "./dispatch.ts";
import { seededIds } from "./ids.ts";
import type { OrganizationDefinition } from "./organization/definition.ts";
import { makeOrganization } from "./organization/organization.ts";
import { readOrganization } from "./organization/read-organization.ts";
import type { RequestRates } from "./request-rates/rates.ts";
import type { BusEvent, Hook, RecordedCall, Sandbox } from "./sandbox.ts";
import { serveLate } from "./served.ts";
import { allServices, everyService } from "./services/all.ts";
import { reachesBus } from "./trails.ts";
import { pendingWork } from "./work.ts";

export interface SandboxOptions {
  /** The same seed gives the same ids. */
  readonly seed?: number;
  readonly regions: readonly string[];
  /** Twelve digits. The first of `accounts`, or else the first member of the organization, unless it is named. */
  readonly account?: string;
  /** All accounts that there are, beside those of the organization. Without either, there is any. */
  readonly accounts?: readonly string[];
  readonly organization?: OrganizationDefinition;
  /** Reads of IAM, and its decisions, lag behind its writes by up to so many milliseconds of the clock. */
  readonly iamLagMs?: number;
  /** Refuses calls above AWS's request rates; an object sets other rates, by operation: `{ "iam:GetRole": 5 }`. */
  readonly requestRates?: boolean | RequestRates;
  /** So many milliseconds of the clock pass with each call that a role makes; none without. It is to be moved on for them. */
  readonly callMs?: number;
  readonly partition?: string;
  readonly startAt?: Date;
  /** `virtual` stands still until it is moved; `wall` runs. */
  readonly clock?: "virtual" | "wall";
}

/**
 * AWS accounts in memory, one unless more are named, with every service that the sandbox has.
 * @throws InvalidOrganization
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = emptySandbox(options);
  for (const [name, load] of Object.entries(allServices)) serveLate(sandbox, name, load);
  // What a service takes to load is real time, in which the clock would move on.
  if (options.callMs) await everyService();
  return sandbox;
}

/** An account without services. */
export function emptySandbox({
  seed = 1,
  regions,
  partition = "aws",
  startAt = new Date("2026-01-05T09:00:00Z"),
  clock: kind = "virtual",
  callMs = 0,
  ...options
}: SandboxOptions): Sandbox {
  const definition = options.organization && readOrganization(options.organization);
  const { account, hasAccount } = readAccounts({ ...options, organization: definition });
  const ids = seededIds(seed);
  const work = pendingWork();
  // a hook that moves the clock runs inside the very work that the clock would wait for
  const insideCall = new AsyncLocalStorage<boolean>();
  const quiet = async () => (insideCall.getStore() ? undefined : work.quiet());
  const clock = createClock({ kind, startAt }, quiet);
  const stores = new Map<string, unknown>();
  const listeners: ((event: BusEvent) => void)[] = [];
  const ends: (() => void | Promise<void>)[] = [];
  const log = { calls: [] as RecordedCall[], before: [] as Hook[], after: [] as Hook[] };

  const sandbox: Sandbox = {
    partition,
    account,
    hasAccount,
    iamLagMs: options.iamLagMs ?? 0,
    requestRates: options.requestRates === true ? {} : options.requestRates || undefined,
    organization: definition && makeOrganization(definition, { partition, ids, created: startAt }),
    regions,
    clock,
    ids,
    calls: log.calls,
    store<T>(key: string, create: () => T): T {
      if (!stores.has(key)) stores.set(key, create());
      return stores.get(key) as T;
    },
    call: async (service, operation, input, from) => {
      work.stir();
      if (from.caller.kind === "role" && callMs > 0) await work.pass(callMs, clock);
      return insideCall.run(true, () => dispatch(sandbox, log, [service, operation, input], from));
    },
    decide: (permission, from) => decide(permission, { ...from, sandbox }),
    emit: (event) => {
      if (!reachesBus(event, sandbox)) return;
      for (const listener of listeners) listener(event);
    },
    onEvent: (listener) => void listeners.push(listener),
    track: work.track,
    pass: (ms) => work.pass(ms, clock),
    settle: (limit = 1000) => work.settle(clock, limit),
    before: (hook) => void log.before.push(hook),
    after: (hook) => void log.after.push(hook),
    onDispose: (end) => void ends.push(end),
    async dispose() {
      clock.stop();
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
  return sandbox;
}
