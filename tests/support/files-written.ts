/** Files that the command writes, in this process or in one of its own. Tests write files, too, and those are nobody's output. */
import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tell } from "./told.ts";

const written = new AsyncLocalStorage<Set<string>>();

/** Runs the command, and tells what is then in each file that it wrote. */
export async function tellingFiles<Result>(command: () => Promise<Result>): Promise<Result> {
  const files = new Set<string>();
  try {
    return await written.run(files, command);
  } finally {
    for (const file of files) tell(`a file that the command writes, ${file}`, textIn(file));
  }
}

/** Remembers each file that is written while a command runs. Gives what undoes it. */
export function watchWrittenFiles(): () => void {
  const places = [
    ...(["createWriteStream", "writeFile", "writeFileSync", "appendFile", "appendFileSync"] as const).map(
      (name) => [fs, name] as const,
    ),
    ...(["writeFile", "appendFile"] as const).map((name) => [fs.promises, name] as const),
  ];
  const undo = places.map(([holder, name]) => {
    const original: (...args: unknown[]) => unknown = Reflect.get(holder, name);
    const watched = (...args: unknown[]) => {
      written.getStore()?.add(String(args[0]));
      return Reflect.apply(original, holder, args);
    };
    Reflect.set(holder, name, watched);
    return () => Reflect.set(holder, name, original);
  });
  syncBuiltinESMExports();
  return () => {
    for (const each of undo) each();
    syncBuiltinESMExports();
  };
}

/** Those that follow `--output`. */
export function filesNamedIn(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const named = word === "--output" ? words[index + 1] : /^--output=(.+)$/.exec(word)?.[1];
    return named === undefined ? [] : [named];
  });
}

/** Nothing where there is no such file. */
export function textIn(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
