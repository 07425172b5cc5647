/** Texts in the words of the file: what was imagined to diagnose it is no reader's to see. */
import { withoutGenerated } from "../declared/names.ts";
import { calledAsWritten } from "../worlds/value.ts";

/** `calledInFile` has what was imagined, and what the file calls it. */
export function calledAs(calledInFile: ReadonlyMap<string, string>): (text: string) => string {
  const longestFirst = [...calledInFile].sort(([a], [b]) => b.length - a.length);
  return (text) => {
    const replaced = longestFirst.reduce(
      (told, [imagined, name]) => told.replaceAll(imagined, () => name),
      text,
    );
    return calledAsWritten(withoutGenerated(replaced));
  };
}
