/** Looks again and again, until the person has seen enough. */
import type { Terminal } from "./terminal.ts";

/** At most once in so many milliseconds; AWS counts requests. */
const betweenLooksMs = 10_000;

/**
 * Prints the first look, and each later one that says something else; ends when `isEnough`, or when the person wants it.
 * `pause` waits for so long, and no longer than until it is stopped.
 */
export async function watch<Seen>(
  look: () => Promise<Seen>,
  { print, isEnough }: { readonly print: (seen: Seen) => string; readonly isEnough: (seen: Seen) => boolean },
  out: Pick<Terminal, "print" | "status" | "stopped">,
  pause = waited,
): Promise<Seen> {
  let isStopped = false;
  const stopped = out.stopped().then(() => {
    isStopped = true;
  });
  let before: string | undefined;
  for (;;) {
    const seen = await look();
    const text = print(seen);
    if (text !== before) out.print(before === undefined ? text : `\n${text}`);
    before = text;
    if (isStopped || isEnough(seen)) return seen;
    out.status?.("Watching; Ctrl-C ends it …");
    await pause(betweenLooksMs, stopped);
    out.status?.("");
  }
}

async function waited(ms: number, stopped: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, stopped]);
  clearTimeout(timer);
}
