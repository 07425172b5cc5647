/** What the words of a failed pull mean, as people read it in a terminal. */
import type { AuditReport } from "@pullpass/audit";
import { type Meaning, plain } from "@pullpass/core";
import { type Paint, paintFor } from "./palette.ts";

/** `project` is what pullpass sees of the project that was named with the words. */
export function meaningText(
  meanings: readonly Meaning[],
  project: AuditReport["projects"][number] | undefined,
  look: { readonly colours: boolean },
): string {
  const paint = paintFor(look);
  return meanings.map((each) => oneMeaning(each, project, paint).join("\n")).join("\n\n");
}

function oneMeaning(
  { message, line, decidedBy }: Meaning,
  project: AuditReport["projects"][number] | undefined,
  paint: Paint,
): readonly string[] {
  return [
    paint("bold", message.words),
    `  ${paint("dim", "found in:")} ${plain(line)}`,
    `  ${message.means}`,
    ...(decidedBy === undefined ? [] : [`  AWS says what decided it: ${plain(decidedBy)}.`]),
    ...(project === undefined ? [] : [`  ${seenOf(project, message.rules)}`]),
    `  ${paint("bold", "to do:")}`,
    ...message.next.map((step) => `    ${step}`),
  ];
}

/** No more than what is seen: the project may have been mended since, and much lies where nobody without its login looks. */
function seenOf(
  { name, verdict, findings }: AuditReport["projects"][number],
  rules: Meaning["message"]["rules"],
): string {
  const same = findings.filter(({ rule }) => rules.includes(rule)).map(({ rule }) => rule);
  if (same.length > 0) return `pullpass sees this at project ${plain(name)} now: ${same.join(", ")}, below.`;
  if (rules.length === 0)
    return `pullpass cannot see this from outside a build; what it sees of ${plain(name)} is below.`;
  return verdict === "fails"
    ? `pullpass does not see this at project ${plain(name)} now; what else keeps it from pulling is below.`
    : `pullpass does not see this at project ${plain(name)} now: it was mended since, or lies where pullpass cannot see.`;
}
