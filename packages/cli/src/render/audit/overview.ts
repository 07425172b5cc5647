/** Many causes on one screen: three lines each, with who mends it and one command for all its projects. */
import { type AuditInRows, nameOfSecret, type SharedCause } from "@pullpass/audit";
import { listed, plain } from "@pullpass/core";
import { command, generalized } from "@pullpass/core/parts";
import { counted } from "../counted.ts";
import { type Appearance, paintFor } from "../palette.ts";
import { commandLines } from "../pasted.ts";
import { withShortNames } from "../short-names.ts";
import { causeRemedy } from "./cause-remedy.ts";
import { regionOfCause, secretOfCause } from "./cause-text.ts";
import { markOf } from "./marks.ts";

/** So many causes are told in full. */
export const causesInFull = 5;

interface Screen extends Appearance {
  readonly width: number;
}

export function overviewLines(cause: SharedCause, report: AuditInRows, look: Screen): readonly string[] {
  const paint = paintFor(look);
  const { id, projects, title, first } = cause;
  const many = `${counted(projects.length, "project")}: `;
  // Its name is on the next line.
  const ofAny = projects.length === 1 ? generalized(title, first, "one") : title;
  const said = withShortNames(ofAny.replaceAll(" of the project", ""), report.account);
  const about = [...secretOfCause(cause), ...regionOfCause(cause, report), `[${id}]`].join("; ");
  const room = look.width - indent.length;
  return [
    `${markOf(cause, paint)} ${paint("bold", many)}${plain(said, room - many.length)}`,
    `${indent}${namesIn(projects, room - about.length - 2)}; ${paint("dim", about)}`,
    ...nextStep(cause, report, room, (text) => paint("cyan", text)).map((line) => `${indent}${line}`),
  ];
}

const indent = "  ";

/** As many names as fit. */
function namesIn(names: readonly string[], room: number): string {
  const texts = [4, 3, 2].map((count) => listed(names, count));
  return texts.find((text) => text.length <= room) ?? plain(texts.at(-1) ?? "", Math.max(room, 20));
}

/** Who mends it, with one command for all of them where there is one; else the beginning of what is to be done. */
function nextStep(
  cause: SharedCause,
  report: AuditInRows,
  room: number,
  asCommand: (text: string) => string,
): readonly string[] {
  const { mender, first, region, severity } = cause;
  const { commandOptions } = report;
  const who = `${mender === null ? "next" : mender}: `;
  const line =
    severity === null
      ? command("pullpass explain", [first.name, "--region", region, ...commandOptions.pullpass])
      : commandForAll(cause, report);
  if (line !== undefined && who.length + line.length <= room) return [`${who}${asCommand(line)}`];
  if (line !== undefined)
    return [
      who.trimEnd(),
      ...commandLines(line, room - indent.length).map((each) => indent + asCommand(each)),
    ];
  const { steps, isFor } = causeRemedy(cause, report);
  const whose = isFor === null ? "" : `for ${isFor}: `;
  return [plain(`${who}${whose}${withShortNames(steps[0]?.text ?? "", report.account)}`, room)];
}

function commandForAll(
  { id, projects, remedy, region, first }: SharedCause,
  { commandOptions }: AuditInRows,
): string | undefined {
  const [only] = remedy.length === 1 ? remedy : [];
  const whom = projects.length === 1 ? [first.name] : ["--cause", id];
  if (only?.kind === "pullpass")
    return command("pullpass apply", [...whom, "--region", region, ...commandOptions.pullpass]);
  if (only?.kind !== "consent" || commandOptions.pullpass.length > commandOptions.aws.length)
    return undefined;
  return command("pullpass allow", [
    nameOfSecret(only.secret),
    ...whom,
    "--region",
    only.region,
    ...commandOptions.aws,
  ]);
}

/** What else there is, counted, and how each is told in full. */
export function overviewEnd(report: AuditInRows, look: Screen): readonly string[] {
  const { secrets, readersOfEverything, unneeded, unknowns } = report;
  const isOther = ({ needed, state }: { readonly needed: boolean; readonly state: string }) =>
    !needed || state === "unknown";
  const readBy =
    readersOfEverything.length > 0 ? secrets : secrets.filter((each) => each.readers.some(isOther));
  const more = [
    ...(readBy.length > 0 ? [`other readers of ${counted(readBy.length, "secret")}`] : []),
    ...(unneeded.length > 0 ? [`${counted(unneeded.length, "grant")} that nobody needs`] : []),
    ...(unknowns.length > 0 ? [`${counted(unknowns.length, "thing")} that could not be known`] : []),
  ];
  const hints = ["In full: pullpass audit --full; one cause: --cause ID; projects: --by project."];
  return [...(more.length > 0 ? [`Beside these: ${more.join(", ")}.`] : []), ...(look.quiet ? [] : hints)];
}
