import type { Sandbox } from "../sandbox.ts";

/** One run of a function. */
export interface Invocation {
  /** The function's name. */
  readonly function: string;
  readonly at: Date;
  readonly outcome: "succeeded" | "failed" | "timed out";
  /** What it threw, as text. */
  readonly error?: string;
}

/** Every invocation that has ended, in the order of their ends. */
export function invocations(sandbox: Sandbox): readonly Invocation[] {
  return invocationLog(sandbox);
}

/** The same, to add to. */
export function invocationLog(sandbox: Sandbox): Invocation[] {
  return sandbox.store("functions:invocations", () => []);
}
