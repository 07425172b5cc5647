/** How the prose of a document is not plain, by write-good and a few of its rules. */
import writeGood from "write-good";

interface StyleFault {
  /** From 1. */
  readonly line: number;
  /** The words, in quotes. */
  readonly text: string;
  readonly why: string;
}

/**
 * The passive stays allowed: what is denied, deployed or left is said of the thing, and who did it is often not known.
 * So do "there is" and adverbs, which say what is so.
 */
const rules = {
  tooWordy: true,
  cliches: true,
  illusion: true,
  weasel: true,
  passive: false,
  adverb: false,
  thereIs: false,
  so: false,
};

/** What these rules take for wordy or vague, and is neither here. */
const plain = new Set(
  "it is, it was, all of, type of, however, maximum, minimum, evaluate, many, several, few, mostly, only, things".split(
    ", ",
  ),
);

/** @param document its text in Markdown: blocks of code are left out, and code within a line stands for one word */
export function styleFaults(document: string): readonly StyleFault[] {
  return paragraphsOf(withoutCode(document)).flatMap(({ text, line }) =>
    writeGood(text, rules).flatMap(({ index, offset, reason }) => {
      const words = text.slice(index, index + offset).replaceAll(/\s+/g, " ");
      if (plain.has(words.toLowerCase())) return [];
      const why = reason.replace(/^"[^"]*" /, "");
      return [{ line: line + linesIn(text.slice(0, index)), text: `"${words}"`, why }];
    }),
  );
}

function paragraphsOf(text: string) {
  const paragraphs: { text: string; line: number }[] = [];
  let line = 1;
  for (const part of text.split(/(\n[ \t]*(?:\n[ \t]*)+)/)) {
    if (part.trim() !== "") paragraphs.push({ text: part, line });
    line += linesIn(part);
  }
  return paragraphs;
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

/** Lines stay where they are. */
function withoutCode(document: string): string {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");
  let code = 0;
  return document
    .replaceAll(/^( *)(```|~~~)[\s\S]*?^\1\2/gm, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/`[^`]+`/g, (text) => {
      code += 1;
      return `Code${code}${"\n".repeat(linesIn(text))}`;
    })
    .replaceAll(/\]\([^)]*\)/g, "]");
}
