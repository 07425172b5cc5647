/** What went wrong, for people: one line of what, one of what to do. */
import { AccessDenied, plain, Refused, Throttled, Unavailable } from "@pullpass/core";
import { UserError } from "../user-error.ts";

/** With `debug`, the stack and the causes too. */
export function formatError(error: unknown, { debug }: { readonly debug: boolean }): string {
  const what = error instanceof Error ? error.message : String(error);
  const lines = [`pullpass: ${oneLine(what)}`, `  ${oneLine(remedyOf(error))}`];
  return debug ? [...lines, ...stackOf(error)].join("\n") : lines.join("\n");
}

/** What to do about it. */
export function remedyOf(error: unknown): string {
  if (error instanceof UserError) return error.remedy;
  if (error instanceof AccessDenied) {
    return `Use credentials that may call ${error.call}, or ask for that permission.`;
  }
  if (error instanceof Throttled) return "Try again in a minute.";
  if (error instanceof Refused) return "AWS would refuse it again: change what it names, then try again.";
  if (error instanceof Unavailable)
    return "Look at the network, the --region and AWS_ENDPOINT_URL, then try again.";
  return "This should not happen: add --debug to see where, and report it.";
}

function oneLine(text: string): string {
  return plain(text.replace(/\s*\n\s*/g, " "));
}

function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const stack = (error.stack ?? error.message).split("\n").map((line) => plain(line));
  return error.cause === undefined ? stack : [...stack, "caused by", ...stackOf(error.cause)];
}
