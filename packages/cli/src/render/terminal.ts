/** The story for people: colours where the terminal has them, plain text when piped. */
import { styleText } from "node:util";
import type { Line } from "../demo/line.ts";
import type { DemoMessage } from "../demo/world.ts";

type Style = Parameters<typeof styleText>[0];

/** Prints with or without colours; `NO_COLOR` and pipes are the caller's to know. */
export function terminal(colours: boolean) {
  const paint = (style: Style, text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const verdict = (ok: boolean) => (ok ? "" : paint("red", "  ← not as told"));
  const told = new Set<string>();

  return (line: Line): string => {
    switch (line.kind) {
      case "chapter":
        return `\n${paint("bold", line.title)}\n${paint("dim", "─".repeat(line.title.length))}`;
      case "act":
        return `  ${line.text}`;
      case "build": {
        const { project, outcome, reason } = line.build;
        const mark = outcome === "passes" ? paint("green", "✔ passes") : paint("red", "✘ fails ");
        const why = reason === "" ? "" : `\n${wrapped(reason, "        ", (text) => paint("dim", text))}`;
        return `  ${mark}  build of ${paint("bold", project)}${verdict(line.ok)}${why}`;
      }
      case "notice":
        return isNews(line, told) ? `\n${message(line, paint)}\n` : `  ${paint("cyan", "✉")} ${line.subject}`;
      case "check":
        return line.ok
          ? `  ${paint("green", "✔")} ${line.text}`
          : `  ${paint("red", "✘")} ${line.text}${verdict(false)}\n    seen: ${line.seen}`;
    }
  };
}

/** Notices of a kind that was shown in full, and what only follows from a change, are shown by their subject. */
function isNews({ attributes }: DemoMessage, told: Set<string>): boolean {
  const { change, rule, state } = attributes;
  const topic = change ?? (state === "opened" ? rule : undefined);
  if (topic === undefined || told.has(topic)) return false;
  told.add(topic);
  return true;
}

function message(
  { subject, text }: { subject: string; text: string },
  paint: (style: Style, text: string) => string,
) {
  const bar = paint("cyan", "  │ ");
  const body = text
    .trimEnd()
    .split("\n")
    .map((row) => `${bar}${row}`.trimEnd());
  return [`${bar}${paint("bold", subject)}`, bar.trimEnd(), ...body].join("\n");
}

const columns = 110;

/** Broken at spaces, every row indented. */
function wrapped(text: string, indent: string, paint: (text: string) => string): string {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const last = rows.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= columns)
      rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows.map((row) => `${indent}${paint(row)}`).join("\n");
}
