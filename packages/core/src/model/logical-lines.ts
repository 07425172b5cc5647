/** The lines of a YAML text as its commands have them: what goes on in the next line is one with it. */

export interface LogicalLine {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Joined are lines that end in a backslash, the lines of a folded block, and a plain value that goes on further in.
 * https://yaml.org/spec/1.2.2/#81-block-scalar-styles , https://yaml.org/spec/1.2.2/#733-plain-style
 */
export function logicalLines(lines: readonly string[]): readonly LogicalLine[] {
  const logical: { readonly line: number; readonly indent: number; readonly parts: string[] }[] = [];
  let block: { readonly kind: "folded" | "literal"; readonly indent: number; isBegun: boolean } | undefined;
  for (const [index, text] of lines.entries()) {
    const indent = text.search(/\S/);
    if (indent === -1) continue;
    if (block !== undefined && indent <= block.indent) block = undefined;
    const last = logical.at(-1);
    if (last !== undefined && goesOn(last, { text, indent }, block)) last.parts.push(text.trim());
    else logical.push({ line: index + 1, indent, parts: [text] });
    if (block !== undefined) block.isBegun = true;
    const [, style] = block === undefined ? (/(?:[:-]|^)\s+([|>])[+-]?[1-9]?[+-]?\s*$/.exec(text) ?? []) : [];
    if (style !== undefined) block = { kind: style === ">" ? "folded" : "literal", indent, isBegun: false };
  }
  return logical.map(({ line, parts }) => ({ line, text: parts.map(withoutEnd).join(" ") }));
}

/** Without the backslash that it goes on by. */
const withoutEnd = (part: string, index: number, all: readonly string[]) =>
  index === all.length - 1 ? part : part.replace(/\\\s*$/, "");

function goesOn(
  last: { readonly indent: number; readonly parts: readonly string[] },
  next: { readonly text: string; readonly indent: number },
  block: { readonly kind: "folded" | "literal"; readonly isBegun: boolean } | undefined,
): boolean {
  const before = last.parts.at(-1) ?? "";
  if (/\\\s*$/.test(before)) return true;
  if (block !== undefined) return block.kind === "folded" && block.isBegun;
  const isPlain = /^\s*-\s+[^\s|>{["'#]/.test(last.parts[0] ?? "") && !/:\s*$/.test(before);
  return (
    isPlain && next.indent > last.indent && !/^\s*(?:- |#|["']?[\w./-]+["']?\s*:(?:\s|$))/.test(next.text)
  );
}
