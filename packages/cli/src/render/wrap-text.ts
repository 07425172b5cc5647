/** Text for people, broken at spaces where the terminal is narrow, so that indents and the tree's lines go on. */
import { stripVTControlCharacters } from "node:util";

/** As it is where it is no terminal that shows it: programs read lines. */
export function wrapText(text: string, { width }: { readonly width?: number }): string {
  if (width === undefined) return text;
  return text
    .split("\n")
    .flatMap((line, index, lines) =>
      lengthOf(line) <= width || isPasted(line, lines[index - 1]) ? [line] : broken(line, width),
    )
    .join("\n");
}

/** A command, or the rest of one, or a policy's JSON: to be copied whole. */
function isPasted(line: string, before = ""): boolean {
  return (
    stripVTControlCharacters(before).endsWith(" \\") ||
    /^\s*(aws |pullpass |[{[]"?|"[^"]*": |[}\]],?$)/.test(stripVTControlCharacters(line))
  );
}

/** A word that is longer than the line stays whole: it may be an ARN. */
function broken(line: string, width: number): readonly string[] {
  const lead = /^(?:\p{Cc}\[\d+m|[\s│├└─])*/u.exec(line)?.[0] ?? "";
  const below = `${continued(stripVTControlCharacters(lead))}  `;
  const rows: string[] = [];
  let row = lead;
  let isEmpty = true;
  for (const word of line.slice(lead.length).split(" ")) {
    if (!isEmpty && lengthOf(row) + 1 + lengthOf(word) > width) {
      rows.push(row.trimEnd());
      row = below;
      isEmpty = true;
    }
    row += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...rows, row];
}

function continued(lead: string): string {
  return lead.replaceAll("├", "│").replaceAll(/[└─]/g, " ");
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
