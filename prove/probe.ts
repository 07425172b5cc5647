/** What is asked of an account, and what comes back. */
import type { Account } from "./account.ts";
import type { Resources } from "./resources.ts";

/** One fact that the code relies on or steers clear of, and that no page of AWS tells. */
export interface Probe {
  /** Stable; `--only` takes it. */
  readonly id: string;
  /** In plain words. */
  readonly question: string;
  /** What depends on it. */
  readonly matters: string;
  /** The files in which it is unverified. */
  readonly files: readonly string[];
  /** What is created to ask, and what that costs at most. */
  readonly cost: Cost;
  readonly ask: (asking: Asking) => Promise<Answer>;
}

interface Cost {
  /** US dollars, at the prices of us-east-1. */
  readonly dollars: number;
  readonly creates: string;
}

export interface Asking {
  readonly account: Account;
  readonly resources: Resources;
  /** How long to wait for events; milliseconds. */
  readonly eventsWithin: number;
}

/** Answers by what they are about, in words that two accounts can agree on; or why the question stays open. */
export type Answer =
  | { readonly kind: "settled"; readonly facts: Facts; readonly details?: unknown }
  | { readonly kind: "open"; readonly why: string; readonly details?: unknown };

export type Facts = Readonly<Record<string, string>>;

export function settled(facts: Facts, details?: unknown): Answer {
  return { kind: "settled", facts, ...(details !== undefined && { details }) };
}

export function open(why: string, details?: unknown): Answer {
  return { kind: "open", why, ...(details !== undefined && { details }) };
}

/** `accepted`, or AWS's refusal: its code and words. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    rethrowUnlessRefused(error);
    if (isLackOfRights(error)) throw error;
    return wordsOf(error);
  }
}

/** What no probe may take for an answer: an interruption, a missing right, a missing service, a missing network. */
export function rethrowUnlessRefused(error: unknown): asserts error is Error {
  if (!(error instanceof Error) || error.name === "AbortError") throw error;
  if (isUnserved(error) || !("$metadata" in error)) throw error;
}

/** Whoever asks may not ask: that is no answer to what they ask. */
function isLackOfRights({ name, message }: Error): boolean {
  return /AccessDenied|AuthorizationError/.test(name) && message.includes("is not authorized to perform");
}

export function wordsOf(error: Error): string {
  return `${error.name}: ${error.message}`;
}

/** The operation is not there: an emulator has not all of AWS. */
export function isUnserved(error: Error): boolean {
  const status = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : 0;
  return (
    status === 501 ||
    /^(UnknownOperation(Exception)?|InvalidAction|NotImplemented(Exception)?|UnsupportedOperation)$/.test(
      error.name,
    )
  );
}

/** Every character of the probe's own names replaced by what is the same in every account. */
export function neutral(text: string, { id, partition, region }: Account, prefix: string): string {
  return text
    .replaceAll(id, "ACCOUNT")
    .replaceAll(`arn:${partition}:`, "arn:PARTITION:")
    .replaceAll(prefix, "PREFIX")
    .replaceAll(region, "REGION")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID")
    .replaceAll(/(secret:[\w/+=.@-]+?)-[A-Za-z0-9]{6}\b/g, "$1-SUFFIX");
}
