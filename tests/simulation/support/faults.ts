/** What fails between pullpass and AWS. Only pullpass's own calls are hit, and mostly not for longer than its retries last. */
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { awsError, type Hook, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import type { FaultKind } from "./actions.ts";

export interface Faults {
  failCalls(call: string, kind: FaultKind, times: number): void;
  /** The so manieth call from now, and the attempts that repeat it. */
  failCall(at: number, kind: FaultKind | "denied for good"): void;
  /** One at a time, with a pause between them: a message that fails five times in a row is dead. */
  outage(service: string, kind: FaultKind, seconds: number): void;
  /** So long that work dies of it. */
  longOutage(service: string, kind: FaultKind, hours: number): void;
  heal(): void;
  /** Was there one? */
  outlasted(): boolean;
  /** The kinds that hit a call. */
  readonly hits: ReadonlySet<FaultKind>;
  /** The calls that were denied: `service:Operation`. */
  readonly denied: ReadonlySet<string>;
  /** How many calls were hit. */
  count(): number;
  /** When they were, by the account's clock. */
  readonly hitAtMs: readonly number[];
  /** How many calls pullpass made. */
  calls(): number;
}

interface Planned {
  readonly call: string;
  readonly kind: FaultKind;
  left: number;
}

/** Longer than a message stays invisible after a failure. */
const pauseMs = 70_000;

export function injectFaults(sandbox: Sandbox): Faults {
  const planned: Planned[] = [];
  let outage = { service: "", kind: "throttled" as FaultKind, until: 0 };

  const hits = new Set<FaultKind>();
  const denied = new Set<string>();
  const hitAtMs: number[] = [];
  let calls = 0;
  let outlasted = false;
  let nth: { readonly at: number; readonly kind: FaultKind | "denied for good" } | undefined;
  const faultOf = ({ service, operation, from }: Parameters<Hook>[0]): FaultKind | undefined => {
    if (!isPullpass(from.caller)) return undefined;
    calls += 1;
    if (calls === nth?.at) {
      const { kind } = nth;
      const left = kind === "denied for good" ? Number.POSITIVE_INFINITY : attempts[kind];
      planned.push({
        call: `${service}:${operation}`,
        kind: kind === "denied for good" ? "denied" : kind,
        left,
      });
    }
    if (outage.service === service && sandbox.clock.now().getTime() < outage.until) return outage.kind;
    const hit = planned.find(({ call, left }) => call === `${service}:${operation}` && left > 0);
    if (hit !== undefined) hit.left -= 1;
    return hit?.kind;
  };
  const lost = new WeakSet<object>();
  sandbox.before((call) => {
    const kind = faultOf(call);
    if (kind !== undefined) {
      hits.add(kind);
      if (kind === "denied") denied.add(`${call.service}:${call.operation}`);
      hitAtMs.push(sandbox.clock.now().getTime());
    }
    if (kind === "lost reply") lost.add(call);
    else if (kind !== undefined) throw errorOf(kind);
  });
  sandbox.after((call) => {
    if (lost.has(call)) throw new Error("the reply was lost");
  });

  return {
    hits,
    denied,
    count: () => hitAtMs.length,
    hitAtMs,
    calls: () => calls,
    outlasted: () => outlasted,
    failCall(at, kind) {
      nth = { at: calls + at, kind };
    },
    failCalls: (call, kind, times) => void planned.push({ call, kind, left: times }),
    outage(service, kind, seconds) {
      const now = sandbox.clock.now().getTime();
      if (now < outage.until + pauseMs) return;
      outage = { service, kind, until: now + seconds * 1000 };
    },
    longOutage(service, kind, hours) {
      outlasted = true;
      outage = { service, kind, until: sandbox.clock.now().getTime() + hours * 3_600_000 };
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
} as const;

/** Not AWS on its behalf: KMS called by Secrets Manager, the queue's own poller. */
export function isPullpass(caller: Parameters<Hook>[0]["from"]["caller"]): boolean {
  return caller.kind === "role" && caller.roleArn.includes(":role/pullpass/");
}

function errorOf(kind: Exclude<FaultKind, "lost reply">): Error {
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
