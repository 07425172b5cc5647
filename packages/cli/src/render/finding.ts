/** A finding as people read it in a terminal. */
import {
  type CommandOptions,
  type Finding,
  jsonLines,
  menderText,
  plain,
  printedSteps,
  type Remedy,
  type Severity,
} from "@pullpass/core";
import type { Paint } from "./palette.ts";

/** What is wrong, what was seen, and what to do. */
export function findingLines(
  {
    rule,
    severity,
    title,
    evidence,
    remedy,
    mender,
    contact,
  }: Pick<Finding, "rule" | "severity" | "title" | "evidence" | "remedy"> &
    Partial<Pick<Finding, "mender" | "contact">>,
  options: CommandOptions,
  paint: Paint,
  width?: number,
): readonly string[] {
  const who = mender === undefined ? "" : ` (${menderText({ mender, ...(contact && { contact }) })})`;
  return [
    `  ${paint(colours[severity], `! ${severity}`)}  ${plain(title)} ${paint("dim", `(${rule})`)}`,
    ...evidence.map(([label, value]) => `      ${paint("dim", `${label}:`)} ${plain(value)}`),
    `      ${paint("bold", `to do${who}:`)}`,
    ...remedyLines(remedy, options, paint, width && width - 8).map((line) => `        ${line}`),
  ];
}

/**
 * A step a line; a statement and a command on lines of their own, so that they can be copied. With a width, a statement that is longer is
 * a block of lines.
 */
export function remedyLines(
  remedy: Remedy,
  options: CommandOptions,
  paint: Paint,
  width?: number,
): readonly string[] {
  return printedSteps(remedy, options).flatMap(({ text, block, command }) => [
    plain(text),
    ...(block === undefined ? [] : jsonLines(block, width && width - 2).map((line) => `  ${line}`)),
    ...(command === undefined ? [] : [`  ${paint("cyan", command)}`]),
  ]);
}

const colours = { high: "red", medium: "yellow", low: "cyan", info: "dim" } as const satisfies Record<
  Severity,
  Parameters<Paint>[0]
>;
