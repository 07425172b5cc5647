/** What fails between pullpass and AWS. Only pullpass's own calls are hit, and mostly not for longer than its retries last. */
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { awsError, type Hook, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import type { FaultKind } from "./actions.ts";
import { breakLastEntry, isOfSeveral } from "./failed-in-part.ts";

export interface Faults {
  /** The next `times` calls of that operation, once `after` of them have come through. */
  failCalls(these: CallsOf): void;
  /** The so manieth call from now, and the attempts that repeat it. */
  failCall(at: number, kind: FaultKind | "denied for good"): void;
  /** One at a time, with a pause between them: a message that fails five times in a row is dead. */
  outage(service: string, kind: FaultKind, seconds: number): void;
  /** So long that work dies of it. */
  longOutage(service: string, kind: FaultKind, hours: number): void;
  /** Something else lasted as long. */
  outlast(): void;
  heal(): void;
  /** Was there one? */
  outlasted(): boolean;
  /** The kinds that hit a call. */
  readonly hits: ReadonlySet<FaultKind>;
  /** The calls that were denied: `service:Operation`. */
  readonly denied: ReadonlySet<string>;
  /** What was hit: `service:Operation`. */
  readonly hitCalls: ReadonlySet<string>;
  /** How many calls were hit. */
  count(): number;
  /** When they were, by the account's clock. */
  readonly hitAtMs: readonly number[];
  /** When replies were lost, by the account's clock. */
  readonly lostAtMs: readonly number[];
  /** How many calls pullpass made. */
  calls(): number;
}

interface CallsOf {
  readonly call: string;
  readonly kind: FaultKind;
  readonly times: number;
  /** How many of them come through before; absent: none. */
  readonly after?: number;
  /** The function that makes them; absent: any. */
  readonly of?: string;
}

interface Planned extends Omit<CallsOf, "times" | "after"> {
  left: number;
  /** How many come through before. */
  after: number;
}

/** Longer than a message stays invisible after a failure. */
const pauseMs = 70_000;

export function injectFaults(sandbox: Sandbox): Faults {
  const planned: Planned[] = [];
  let outage = { service: "", kind: "throttled" as FaultKind, until: 0 };

  const hits = new Set<FaultKind>();
  const denied = new Set<string>();
  const hitCalls = new Set<string>();
  const hitAtMs: number[] = [];
  const lostAtMs: number[] = [];
  let calls = 0;
  let outlasted = false;
  let nth: { readonly at: number; readonly kind: FaultKind | "denied for good" } | undefined;
  const faultOf = ({ service, operation, input, from }: Parameters<Hook>[0]): FaultKind | undefined => {
    if (!isPullpass(from.caller)) return undefined;
    calls += 1;
    if (calls === nth?.at) {
      const { kind } = nth;
      const left = kind === "denied for good" ? Number.POSITIVE_INFINITY : attempts[kind];
      planned.push({
        call: `${service}:${operation}`,
        kind: kind === "denied for good" ? "denied" : kind,
        left,
        after: 0,
      });
    }
    if (outage.service === service && sandbox.clock.now().getTime() < outage.until) return outage.kind;
    const hit = planned.find(
      ({ call, kind, left, of = "" }) =>
        call === `${service}:${operation}` &&
        left > 0 &&
        isPullpass(from.caller, of) &&
        (kind !== "failed in part" || isOfSeveral(input)),
    );
    if (hit === undefined) return undefined;
    if (hit.after > 0) {
      hit.after -= 1;
      return undefined;
    }
    hit.left -= 1;
    return hit.kind;
  };
  const lost = new WeakSet<object>();
  const mended = new WeakMap<object, () => void>();
  sandbox.before((call) => {
    const kind = faultOf(call);
    if (kind !== undefined) {
      hits.add(kind);
      if (kind === "denied") denied.add(`${call.service}:${call.operation}`);
      hitCalls.add(`${call.service}:${call.operation}`);
      hitAtMs.push(sandbox.clock.now().getTime());
    }
    if (kind === "lost reply") lost.add(call);
    else if (kind === "failed in part") mended.set(call, breakLastEntry(call.input));
    else if (kind !== undefined) throw errorOf(kind);
  });
  sandbox.after((call) => {
    mended.get(call)?.();
    if (!lost.has(call)) return;
    lostAtMs.push(sandbox.clock.now().getTime());
    throw new Error("the reply was lost");
  });

  return {
    hits,
    denied,
    hitCalls,
    count: () => hitAtMs.length,
    hitAtMs,
    lostAtMs,
    calls: () => calls,
    outlasted: () => outlasted,
    failCall(at, kind) {
      nth = { at: calls + at, kind };
    },
    failCalls: ({ times, after = 0, ...these }) => void planned.push({ ...these, left: times, after }),
    outage(service, kind, seconds) {
      const now = sandbox.clock.now().getTime();
      if (now < outage.until + pauseMs) return;
      outage = { service, kind, until: now + seconds * 1000 };
    },
    longOutage(service, kind, hours) {
      outlasted = true;
      outage = { service, kind, until: sandbox.clock.now().getTime() + hours * 3_600_000 };
    },
    outlast() {
      outlasted = true;
    },
    heal() {
      planned.length = 0;
      nth = undefined;
      outage = { ...outage, until: 0 };
    },
  };
}

/** As often as the SDK tries: a fault that passes sooner is none. Of a denial it makes no second attempt. */
const attempts = {
  throttled: 3,
  "server error": 3,
  "timed out": 3,
  "lost reply": 3,
  denied: 1,
  conflict: 1,
  "failed in part": 1,
} as const;

/** Not AWS on its behalf: KMS called by Secrets Manager, the queue's own poller. `name` is a function's; absent: any. */
export function isPullpass(caller: Parameters<Hook>[0]["from"]["caller"], name = ""): boolean {
  return caller.kind === "role" && caller.roleArn.includes(`:role/pullpass/pullpass-${name}`);
}

function errorOf(kind: Exclude<FaultKind, "lost reply" | "failed in part">): Error {
  switch (kind) {
    case "throttled":
      return awsError("ThrottlingException", "Rate exceeded");
    case "server error":
      return awsError("InternalFailure", "An internal error occurred.", 500);
    case "timed out":
      return new Error("the connection timed out");
    case "denied":
      return awsError("AccessDeniedException", "User is not authorized to perform this operation.");
    case "conflict":
      return transactionConflict();
    default:
      return kind satisfies never;
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
function transactionConflict(): Error {
  const CancellationReasons = [{ Code: "TransactionConflict" }];
  return new TransactionCanceledException({
    message:
      "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]",
    CancellationReasons,
    $metadata: {},
  });
}
