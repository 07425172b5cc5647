/** The checks of `pullpass doctor` for people: one after the other, each with what to do. */
import { plain } from "@pullpass/core";
import { type Check, type CheckOutcome, checkTitles } from "../doctor/check.ts";
import type { Examined } from "../doctor/examined.ts";
import { settingsOf } from "../doctor/judge/functions.ts";
import { counted } from "./counted.ts";
import { type Appearance, type Paint, paintFor } from "./palette.ts";
import { wrapText } from "./wrap-text.ts";

export function doctorText(examined: Examined, checks: readonly Check[], look: Appearance): string {
  const paint = paintFor(look);
  const lines = [
    paint("bold", headline(examined)),
    "",
    ...checks.flatMap((check) => linesOf(check, paint)),
    "",
    summary(checks),
  ];
  return wrapText(lines.join("\n"), { width: look.width ?? usualWidth });
}

const usualWidth = 80;

const marks: Readonly<
  Record<CheckOutcome, { readonly mark: string; readonly colour: Parameters<Paint>[0] }>
> = {
  fine: { mark: "✔", colour: "green" },
  warning: { mark: "!", colour: "yellow" },
  fault: { mark: "✘", colour: "red" },
  unknown: { mark: "?", colour: "yellow" },
};

/** What is deployed, before how it is. */
function headline({ claim, deployed, region }: Examined): string {
  if (claim.kind === "unknown") return `Whether pullpass is deployed in ${region} cannot be told.`;
  if (claim.kind === "absent")
    return `pullpass is not deployed in ${region}. This is what a deployment wants:`;
  const mode = settingsOf(deployed?.functions ?? new Map())?.mode;
  const how = mode === "plan" ? ", in plan mode: it changes nothing" : "";
  return `pullpass is deployed in ${region}${how}.`;
}

function linesOf({ check, outcome, says, next }: Check, paint: Paint): readonly string[] {
  const { mark, colour } = marks[outcome];
  const line = `${paint(colour, mark)} ${checkTitles[check]}: ${plain(says)}`;
  return next === undefined ? [line] : [line, `    ${paint("dim", next)}`];
}

/** `1 fault, 2 warnings, 9 fine.` */
function summary(checks: readonly Check[]): string {
  const count = (outcome: CheckOutcome) => checks.filter((check) => check.outcome === outcome).length;
  const [faults, warnings, unknown] = [count("fault"), count("warning"), count("unknown")];
  const parts = [
    ...(faults > 0 ? [counted(faults, "fault")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
    ...(unknown > 0 ? [`${unknown} could not be told`] : []),
    `${count("fine")} fine`,
  ];
  return `${parts.join(", ")}.`;
}
