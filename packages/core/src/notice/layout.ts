/** How a text is laid out: for mail, a terminal and a chat alike. */
import { plain } from "./plain.ts";

export type Field = readonly [label: string, value: string];

/** Label and value, a line each, the values below each other. */
export function fields(rows: readonly Field[]): string {
  const shown = rows.map(([label, value]): Field => [plain(label, 100), plain(value)]);
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${value}`.trimEnd()).join("\n");
}

/** A title, and lines below it, moved to the right. */
export function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

/** How wide what is pasted may be in a mail, which many show in 80 columns or a little less. */
export const blockWidth = 72;

/** What the short names above stand for; nothing where there are none. */
export function inFull(names: readonly Field[]): string | undefined {
  return names.length === 0 ? undefined : section("In full", fields(names).split("\n"));
}

/** With an empty line between. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}
