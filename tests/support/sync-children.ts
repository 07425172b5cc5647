/** Children that the test waits for: what they print, and what they write into the file that they are told to. */
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { filesNamedIn, textIn } from "./files-written.ts";

type Look = (where: string, text: string) => void;

const names = ["spawnSync", "execFileSync", "execSync"] as const;

/** Whoever imported them by name calls what is watched from now on. Gives what undoes it. */
export function watchSyncChildren(look: Look): () => void {
  const before = names.map((name) => [name, childProcess[name] as (...args: unknown[]) => unknown] as const);
  for (const [name, original] of before) put(name, watched(original, look));
  return () => {
    for (const [name, original] of before) put(name, original);
  };
}

function put(name: (typeof names)[number], value: unknown): void {
  Reflect.set(childProcess, name, value);
  syncBuiltinESMExports();
}

function watched(original: (...args: unknown[]) => unknown, look: Look) {
  return (...args: unknown[]) => {
    const words = Array.isArray(args[1]) ? args[1].map(String) : String(args[0]).split(" ");
    let printed: unknown;
    try {
      printed = original(...args);
      return printed;
    } catch (error) {
      printed = error;
      throw error;
    } finally {
      look("what a child process prints", textOf(printed));
      for (const file of filesNamedIn(words)) look(`the file of a child process, ${file}`, textIn(file));
    }
  };
}

/** Of what was printed, of a result that has it, or of an error. */
function textOf(printed: unknown): string {
  if (typeof printed === "string") return printed;
  if (printed instanceof Uint8Array) return Buffer.from(printed).toString();
  if (typeof printed !== "object" || printed === null) return "";
  const { stdout, stderr, message } = printed as Readonly<Record<string, unknown>>;
  return [stdout, stderr, message].map(textOf).join("\n");
}
