/** What went wrong, for people: one line of what, one of what to do. */
import { Problem } from "../problem.ts";

/** With `debug`, the stack and the causes too. */
export function inWords(error: unknown, { debug }: { readonly debug: boolean }): string {
  const what = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof Problem ? error.remedy : "Add --debug to see where it happened.";
  const lines = [`pullpass: ${what.replace(/\s*\n\s*/g, " ")}`, `  ${remedy}`];
  return debug ? [...lines, stackOf(error)].join("\n") : lines.join("\n");
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(error.cause)}`;
}
