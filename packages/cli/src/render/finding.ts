/** A finding as people read it in a terminal. */
import { type Finding, plain, type Severity } from "@pullpass/core";
import type { Paint } from "./palette.ts";

/** What is wrong, what was seen, and what to do. */
export function findingLines(
  {
    rule,
    severity,
    title,
    evidence,
    remedy,
  }: Pick<Finding, "severity" | "title" | "evidence" | "remedy"> & { readonly rule: string },
  paint: Paint,
): readonly string[] {
  return [
    `  ${paint(colours[severity], `! ${severity}`)}  ${plain(title)} ${paint("dim", `(${rule})`)}`,
    ...evidence.map(([label, value]) => `      ${paint("dim", `${label}:`)} ${plain(value)}`),
    `      ${paint("bold", "to do:")} ${plain(remedy)}`,
  ];
}

const colours = { high: "red", medium: "yellow", low: "cyan", info: "dim" } as const satisfies Record<
  Severity,
  Parameters<Paint>[0]
>;
