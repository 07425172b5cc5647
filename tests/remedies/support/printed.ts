/** What `pullpass explain` prints of findings, read back from its text as a person reads it. */

export interface PrintedFinding {
  readonly rule: string;
  readonly title: string;
  readonly steps: readonly PrintedStep[];
}

export interface PrintedStep {
  readonly text: string;
  /** Lines to be pasted: a command, a statement. */
  readonly pasted: readonly string[];
}

export function printedFindings(out: string): readonly PrintedFinding[] {
  return out
    .split("\n\n")
    .map((paragraph) => paragraph.split("\n"))
    .flatMap((lines) => {
      const head = /^ {2}! \w+ {2}(.*) \(([a-z-]+)\)$/.exec(lines[0] ?? "");
      if (head === null) return [];
      const [, title = "", rule = ""] = head;
      return [{ rule, title, steps: stepsIn(lines) }];
    });
}

function stepsIn(lines: readonly string[]): readonly PrintedStep[] {
  const steps: { text: string; pasted: string[] }[] = [];
  const start = lines.findIndex((line) => /^ {6}to do( \(.*\))?:$/.test(line));
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith("          ")) steps.at(-1)?.pasted.push(line.trim());
    else if (line.startsWith("        ")) steps.push({ text: line.trim(), pasted: [] });
  }
  return steps;
}
