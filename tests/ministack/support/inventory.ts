/** All that is in the account, by name, of every kind of thing that pullpass deploys. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import type { Emulator } from "./emulator.ts";

const run = promisify(execFile);

export type Inventory = Readonly<Record<string, readonly string[]>>;

/** With the SDK for Python: it comes with every service. */
export async function inventory({ environment }: Emulator): Promise<Inventory> {
  const script = join(import.meta.dirname, "inventory.py");
  const { stdout } = await run(join(inject("toolsBin"), "python"), [script], { env: environment });
  return JSON.parse(stdout);
}

/** What of it has `word` in its name, of each kind that has any. */
export function namedLike(word: string, all: Inventory): Inventory {
  const kinds = Object.entries(all).map(
    ([kind, names]) => [kind, names.filter((name) => name.includes(word))] as const,
  );
  return Object.fromEntries(kinds.filter(([, names]) => names.length > 0));
}
