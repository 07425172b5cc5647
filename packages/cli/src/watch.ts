/** Looks again and again, until the person has seen enough. */
import { AwsFailure, plain, Throttled, Unavailable } from "@pullpass/core";
import { remedyOf } from "./render/format-error.ts";
import type { Terminal } from "./terminal.ts";
import { NotThere, UserError } from "./user-error.ts";

/** At most once in so many milliseconds; AWS counts requests. */
const betweenLooksMs = 10_000;
/** After looks that failed, each time twice as long, up to this. */
const betweenLooksMaxMs = 300_000;

/**
 * Prints the first look, and each later one that says something else; ends when `isEnough`, or when the person wants it.
 * A later look that fails is told in a line, and made again.
 * `pause` waits for so long, and no longer than until it is stopped.
 *
 * @throws what the first look throws, and later what waiting does not mend
 */
export async function watch<Seen>(
  look: () => Promise<Seen>,
  { print, isEnough }: { readonly print: (seen: Seen) => string; readonly isEnough: (seen: Seen) => boolean },
  out: Pick<Terminal, "print" | "note" | "status" | "stopped">,
  pause = waited,
): Promise<Seen> {
  let isStopped = false;
  const stopped = out.stopped().then(() => {
    isStopped = true;
  });
  let seen = await look();
  let told = print(seen);
  out.print(told);
  let failures = 0;
  while (!isStopped && !isEnough(seen)) {
    const ms = Math.min(betweenLooksMs * 2 ** failures, betweenLooksMaxMs);
    out.status?.("Watching; Ctrl-C ends it …");
    await pause(ms, stopped);
    out.status?.("");
    if (isStopped) break;
    try {
      seen = await look();
    } catch (error) {
      failures += 1;
      out.note(failedLook(error));
      continue;
    }
    const text = print(seen);
    if (text !== told) out.print(`\n${text}`);
    else if (failures > 0) out.note("Looked again: nothing has changed.");
    told = text;
    failures = 0;
  }
  return seen;
}

/** One line. @throws what no later look would see otherwise */
function failedLook(error: unknown): string {
  const mayPass = error instanceof AwsFailure || (error instanceof UserError && !(error instanceof NotThere));
  if (!mayPass) throw error;
  // What passes by itself needs nobody.
  const passes = error instanceof Throttled || error instanceof Unavailable;
  const parts = [error.message.replace(/\.?$/, "."), ...(passes ? [] : [remedyOf(error)])];
  return plain(`This look failed, and is made again: ${parts.join(" ").replace(/\s+/g, " ")}`);
}

async function waited(ms: number, stopped: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, stopped]);
  clearTimeout(timer);
}
