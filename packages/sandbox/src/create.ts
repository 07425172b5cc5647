import { AsyncLocalStorage } from "node:async_hooks";
import { decide } from "./authorize.ts";
import { createClock } from "./clock.ts";
import { dispatch } from "./dispatch.ts";
import { seededIds } from "./ids.ts";
import type { BusEvent, Hook, RecordedCall, Sandbox } from "./sandbox.ts";
import type { Service } from "./service.ts";
import { allServices } from "./services/all.ts";
import { pendingWork } from "./work.ts";

export interface SandboxOptions {
  /** The same seed gives the same ids. */
  readonly seed?: number;
  readonly regions: readonly string[];
  /** Twelve digits. */
  readonly account?: string;
  readonly partition?: string;
  readonly startAt?: Date;
  /** `virtual` stands still until it is moved; `wall` runs. */
  readonly clock?: "virtual" | "wall";
}

/** An AWS account in memory with every service that the sandbox has. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = emptySandbox(options);
  for (const service of allServices) sandbox.register(service);
  return sandbox;
}

/** An account without services. */
export function emptySandbox({
  seed = 1,
  regions,
  account = "111122223333",
  partition = "aws",
  startAt = new Date("2026-01-05T09:00:00Z"),
  clock: kind = "virtual",
}: SandboxOptions): Sandbox {
  const work = pendingWork();
  // a hook that moves the clock runs inside the very work that the clock would wait for
  const insideCall = new AsyncLocalStorage<boolean>();
  const quiet = async () => (insideCall.getStore() ? undefined : work.quiet());
  const clock = createClock({ kind, startAt }, quiet);
  const stores = new Map<string, unknown>();
  const services: Service[] = [];
  const listeners: ((event: BusEvent) => void)[] = [];
  const ends: (() => void | Promise<void>)[] = [];
  const log = { calls: [] as RecordedCall[], before: [] as Hook[], after: [] as Hook[] };

  const sandbox: Sandbox = {
    partition,
    account,
    regions,
    clock,
    ids: seededIds(seed),
    services,
    calls: log.calls,
    store<T>(key: string, create: () => T): T {
      if (!stores.has(key)) stores.set(key, create());
      return stores.get(key) as T;
    },
    register(service) {
      services.push(service);
      service.start?.(sandbox);
    },
    call: (service, operation, input, from) => {
      work.stir();
      return insideCall.run(true, () => dispatch(sandbox, log, [service, operation, input], from));
    },
    decide: (permission, from) => decide(permission, { ...from, sandbox }),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    onEvent: (listener) => void listeners.push(listener),
    track: work.track,
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
