/** Commands that are to be copied, broken so that they fit a narrow terminal and still mean the same when they are pasted. */

/** A command for a POSIX shell: broken between words, never within quotes. */
export function commandLines(command: string, width: number | undefined): readonly string[] {
  if (width === undefined || command.length <= width) return [command];
  const lines: string[] = [];
  let line = "";
  for (const word of command.match(words) ?? []) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width - ending.length) {
      lines.push(`${line}${ending}`);
      line = `  ${word}`;
    } else line = longer;
  }
  return [...lines, line];
}

const ending = " \\";

/** What a shell puts in between double quotes has quotes of its own. */
const words = /(?:"\$\(.*\)"|'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g;
