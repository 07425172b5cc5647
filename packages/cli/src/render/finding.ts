/** A finding as people read it in a terminal. */
import {
  type CommandOptions,
  type Finding,
  jsonLines,
  menderText,
  type PrintedStep,
  plain,
  printedSteps,
  type Remedy,
  type Severity,
} from "@pullpass/core";
import type { Paint } from "./palette.ts";
import { commandLines } from "./pasted.ts";
import { withShortNames } from "./short-names.ts";

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
    account,
  }: Pick<Finding, "rule" | "severity" | "title" | "evidence" | "remedy"> &
    Partial<Pick<Finding, "mender" | "contact" | "account">>,
  options: CommandOptions,
  paint: Paint,
  width?: number,
): readonly string[] {
  const who = mender === undefined ? "" : ` (${menderText({ mender, ...(contact && { contact }) })})`;
  const short = (text: string) => plain(account === undefined ? text : withShortNames(text, account));
  return [
    `  ${paint(colours[severity], `! ${severity}`)}  ${short(title)} ${paint("dim", `(${rule})`)}`,
    ...evidence.map(([label, value]) => `      ${paint("dim", `${label}:`)} ${short(value)}`),
    `      ${paint("bold", `to do${who}:`)}`,
    ...remedyLines(remedy, options, paint, width && width - 8).map((line) => `        ${line}`),
  ];
}

/**
 * A step a line; a statement and a command on lines of their own, so that they can be copied. With a width, what is longer is
 * a block of lines. An ARN in a step stays whole: it may be what is to be set.
 */
export function remedyLines(
  remedy: Remedy,
  options: CommandOptions,
  paint: Paint,
  width?: number,
): readonly string[] {
  return stepLines(printedSteps(remedy, options), paint, width);
}

/** A consent by pullpass's own command alone: among many projects the same with the AWS command line is too long. */
export function shortestWay(remedy: Remedy, options: CommandOptions): readonly PrintedStep[] {
  const steps = printedSteps(remedy, options);
  return remedy.length === 1 && remedy[0]?.kind === "consent" ? steps.slice(0, 1) : steps;
}

/** The same of steps that were chosen already. */
export function stepLines(steps: readonly PrintedStep[], paint: Paint, width?: number): readonly string[] {
  const inside = width && width - 2;
  return steps.flatMap(({ text, block, command }) => [
    plain(text),
    ...(block === undefined ? [] : jsonLines(block, inside).map((line) => `  ${line}`)),
    ...(command === undefined ? [] : commandLines(command, inside).map((line) => `  ${paint("cyan", line)}`)),
  ]);
}

const colours = { high: "red", medium: "yellow", low: "cyan", info: "dim" } as const satisfies Record<
  Severity,
  Parameters<Paint>[0]
>;
