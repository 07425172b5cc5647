/** An audit on a screen: each cause once, with its projects, who mends it, and what mends all of them. */
import { type AuditInRows, causesOf, nameOfSecret, type SharedCause } from "@pullpass/audit";
import { jsonLines, listed, type PrintedStep, plain, roleName } from "@pullpass/core";
import { counted } from "../counted.ts";
import { type Appearance, type Paint, paintFor } from "../palette.ts";
import { commandLines } from "../pasted.ts";
import { withShortNames } from "../short-names.ts";
import { wrapText } from "../wrap-text.ts";
import { causeText } from "./cause-text.ts";
import { head, summary } from "./head.ts";
import { markOf } from "./marks.ts";
import { causesInFull, overviewEnd, overviewLines } from "./overview.ts";

/** In short where there are many and a terminal shows them, unless `isFull`. */
export function auditCauses(report: AuditInRows, look: Appearance, isFull = false): string {
  const paint = paintFor(look);
  const causes = causesOf(report.projects);
  const { width } = look;
  if (width !== undefined && !isFull && causes.length > causesInFull)
    return overview(report, causes, { ...look, width });
  const parts = [
    wrapped([...head(report, paint), ...summary(report, paint)], look),
    ...causes.map((cause) => causeLines(cause, report, look)),
    wrapped(otherReaders(report, paint), look),
    wrapped(unneededLines(report, paint), look),
    wrapped(unknownLines(report, paint), look),
    wrapped(lastLines(report, causes, { paint, isQuiet: look.quiet === true }), look),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function overview(
  report: AuditInRows,
  causes: readonly SharedCause[],
  look: Appearance & { readonly width: number },
): string {
  const paint = paintFor(look);
  const parts = [
    wrapped([...head(report, paint), ...summary(report, paint)], look),
    causes.flatMap((cause) => overviewLines(cause, report, look)),
    wrapped(overviewEnd(report, look), look),
  ];
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

function wrapped(lines: readonly string[], look: Appearance): readonly string[] {
  return lines.map((line) => wrapText(line, look));
}

const indent = "  ";

function causeLines(cause: SharedCause, report: AuditInRows, look: Appearance): readonly string[] {
  const paint = paintFor(look);
  const { projects, mender } = cause;
  const many = projects.length > 1 ? `${counted(projects.length, "project")}: ` : "";
  const { title, about, steps, isFor } = causeText(cause, report);
  const who = mender === null || mender === "pullpass" ? "next" : mender;
  const whose = isFor === null ? "" : `for ${isFor}, and so for each of the others: `;
  const lead = `${indent}${paint("bold", `${who}:`)} ${whose}`;
  const inside = look.width === undefined ? undefined : look.width - 2 * indent.length;
  return [
    wrapText(`${markOf(cause, paint)} ${paint("bold", many)}${title}`, look),
    ...wrapped(factLines(cause, about, paint), look),
    ...steps.flatMap((step, index) => [
      wrapText(`${index === 0 ? lead : `${indent}${indent}`}${step.text}`, look),
      ...pastedLines(step, inside, paint).map((line) => `${indent}${indent}${line}`),
    ]),
  ];
}

function pastedLines(
  { block, command }: PrintedStep,
  width: number | undefined,
  paint: Paint,
): readonly string[] {
  const lines = command === undefined ? [] : commandLines(command, width);
  return [
    ...(block === undefined ? [] : jsonLines(block, width)),
    ...lines.map((line) => paint("cyan", line)),
  ];
}

const namesShown = 4;

/** Which projects, and what they have in common. */
function factLines({ id, projects }: SharedCause, about: readonly string[], paint: Paint) {
  const names = projects.length === 1 ? [] : [listed(projects, namesShown)];
  const line = [...names, ...about].join("; ");
  const more = projects.length > namesShown ? paint("dim", ` [${id}]`) : "";
  return line === "" ? [] : [`${indent}${line}${more}`];
}

const linesShown = 5;

/** At most so many, and how many more there are. */
function firstOf<Item>(items: readonly Item[], line: (item: Item) => string): readonly string[] {
  const more = items.length - linesShown;
  return [
    ...items.slice(0, linesShown).map((item) => `${indent}${line(item)}`),
    ...(more > 0 ? [`${indent}and ${more} more`] : []),
  ];
}

const rolesShown = 3;

function otherReaders({ secrets, readersOfEverything }: AuditInRows, paint: Paint): readonly string[] {
  const all =
    readersOfEverything.length === 0 ? [] : [`${indent}each of them: ${namesOf(readersOfEverything)}`];
  const others = secrets.flatMap(({ name, readers }) => {
    const others = readers.filter(({ needed, state }) => !needed || state === "unknown");
    return others.length === 0 ? [] : [{ name, others }];
  });
  const lines = [...all, ...firstOf(others, ({ name, others }) => `${plain(name)}: ${namesOf(others)}`)];
  return lines.length === 0
    ? []
    : [paint("bold", "Who can read the registry secrets beside the projects that use them"), ...lines];
}

function namesOf(readers: AuditInRows["readersOfEverything"]): string {
  const names = (wanted: "allowed" | "unknown") =>
    readers.flatMap(({ role, state }) => (state === wanted ? [roleName(role)] : []));
  const [allowed, unknown] = [names("allowed"), names("unknown")];
  return [
    ...(allowed.length === 0 ? [] : [listed(allowed, rolesShown)]),
    ...(unknown.length === 0 ? [] : [`not known of ${listed(unknown, rolesShown)}`]),
  ].join("; ");
}

function unneededLines({ unneeded }: AuditInRows, paint: Paint): readonly string[] {
  if (unneeded.length === 0) return [];
  const line = ({ role, secret, region }: (typeof unneeded)[number]) =>
    `${plain(roleName(role))} may read ${plain(nameOfSecret(secret))} ${paint("dim", region)}`;
  return [paint("bold", "Grants that nobody needs any more"), ...firstOf(unneeded, line)];
}

function unknownLines(report: AuditInRows, paint: Paint): readonly string[] {
  const unknowns = byRole(report);
  if (unknowns.length === 0) return [];
  const line = ({ text, projects }: AuditInRows["unknowns"][number]) =>
    `${paint("yellow", "?")} ${plain(withShortNames(text, report.account), 400)}${
      projects > 1 ? paint("dim", ` (${projects} projects)`) : ""
    }`;
  return [paint("bold", "What could not be known"), ...firstOf(unknowns, line)];
}

/** What is said of several roles in the same words is said once. */
function byRole({ unknowns, roles }: AuditInRows): AuditInRows["unknowns"] {
  const names = new Set(roles.flatMap(({ arn, name }) => [arn, name]));
  const same = Map.groupBy(unknowns, ({ text }) => {
    const [, step = "", role = "", why = ""] = /^(\D+?) (\S+): (.*)$/s.exec(text) ?? [];
    return names.has(role) ? `${step} of several roles: ${why}` : text;
  });
  return [...same].flatMap(([text, each]) => {
    const [first] = each;
    if (first === undefined) return [];
    const projects = each.reduce((sum, one) => sum + one.projects, 0);
    return [each.length === 1 ? first : { text, projects }];
  });
}

function lastLines(
  { counts }: AuditInRows,
  causes: readonly SharedCause[],
  { paint, isQuiet }: { readonly paint: Paint; readonly isQuiet: boolean },
): readonly string[] {
  if (counts.projects === 0 || isQuiet) return [];
  const isLonger = causes.some(({ projects }) => projects.length > namesShown);
  return [
    ...(isLonger
      ? ["To list the projects of a cause, by what stands in brackets: pullpass audit --cause"]
      : []),
    "To list all projects: pullpass audit --by project",
    "To follow one link by link: pullpass explain PROJECT",
  ].map((line) => paint("dim", line));
}
