/** An audit as a list of its projects: what cannot pull first, each with the one next thing to do. */
import type { AuditInRows, ProjectReport, RoleWithAccess } from "@pullpass/audit";
import { listed, type PullVerdict, plain, roleName, stepNames } from "@pullpass/core";
import { counted } from "../counted.ts";
import { shortestWay, stepLines } from "../finding.ts";
import { type Appearance, type Paint, paintFor } from "../palette.ts";
import { withShortNames } from "../short-names.ts";
import { head, summary } from "./head.ts";
import { verdictMarks, verdictsInOrder } from "./marks.ts";

export function auditProjects(report: AuditInRows, look: Appearance): string {
  const paint = paintFor(look);
  const parts = [
    head(report, paint),
    projectRows(report, look, paint),
    secretRows(report, paint),
    unneededRows(report, paint),
    unknownRows(report, paint),
    summary(report, paint),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** The lines of a project, without their indent. */
interface Row {
  readonly verdict: PullVerdict;
  readonly cells: readonly string[];
  readonly details: readonly string[];
}

function projectRows(report: AuditInRows, { width }: Appearance, paint: Paint): readonly string[] {
  const rows: Row[] = [];
  for (const project of report.projects) rows.push(rowOf(project, report, paint, width));
  if (rows.length === 0) return [];
  const titles = ["", "PROJECT", "REGION", "IMAGE"];
  const widths = widthsOf([
    titles,
    ...rows.map(({ verdict, cells }) => [verdictMarks[verdict].text, ...cells]),
  ]);
  const indent = " ".repeat((widths[0] ?? 0) + gap);
  const sorted = verdictsInOrder.flatMap((wanted) => rows.filter(({ verdict }) => verdict === wanted));
  return [
    paint("dim", padded(titles, widths)),
    ...sorted.flatMap(({ verdict, cells, details }) => {
      const line = padded(cells, widths.slice(1));
      const mark = colouredMark(verdict, widths[0] ?? 0, paint);
      // An image that has no room in its column has a line of its own.
      const fits = width === undefined || indent.length + line.length <= width;
      const first = fits ? [line] : [padded(cells.slice(0, -1), widths.slice(1)), cells.at(-1) ?? ""];
      return [...first, ...details].map((each, index) => `${index === 0 ? mark : indent}${each}`);
    }),
  ];
}

function rowOf(project: ProjectReport, report: AuditInRows, paint: Paint, width: number | undefined): Row {
  const { verdict, name, region, image } = project;
  return {
    verdict,
    cells: [plain(name), region, plain(image)],
    details: detailLines(project, report, paint, width),
  };
}

/** Before what is next, and below it. */
const nextIndent = "      ";

/** What stands in the way, and what to do about it. */
function detailLines(
  project: ProjectReport,
  { commandOptions, account }: AuditInRows,
  paint: Paint,
  width: number | undefined,
): readonly string[] {
  const { findings, next } = project;
  const said = whatIsWrong(project);
  const before = Math.max(...Object.values(verdictMarks).map(({ text }) => text.length)) + gap;
  const inside = width === undefined ? undefined : width - before - nextIndent.length;
  const [first, ...rest] = stepLines(shortestWay(next, commandOptions), paint, inside);
  const more = findings.length > 1 ? paint("dim", ` (${findings.length} findings)`) : "";
  return [
    ...(said === undefined ? [] : [`${plain(withShortNames(said, account))}${more}`]),
    ...(first === undefined ? [] : [`${paint("bold", "next:")} ${first}`]),
    ...rest.map((line) => `${nextIndent}${line}`),
  ];
}

/** The first link that is not known, or the first finding that blocks; else the worst. */
function whatIsWrong({ verdict, chain, findings, hangsOn }: ProjectReport): string | undefined {
  if (verdict === "unknown") {
    const link = chain.find(({ step }) => hangsOn.includes(step));
    return link && `${stepNames[link.step]}: ${link.why}`;
  }
  return (findings.find(({ blocks }) => blocks) ?? findings[0])?.title;
}

function secretRows({ secrets, readersOfEverything, account }: AuditInRows, paint: Paint): readonly string[] {
  if (secrets.length === 0) return [];
  return [
    paint("bold", "Who can read the registry secrets"),
    ...named("all of them:", readersOfEverything, account, paint).map((line) => line.slice(2)),
    ...secrets.flatMap(({ name, region, readers, projects }) => {
      const needed = readers.filter((reader) => reader.needed && reader.state === "allowed");
      const others = readers.filter((reader) => !reader.needed && reader.state === "allowed");
      const unknown = readers.filter((reader) => reader.state === "unknown");
      const used = `${counted(projects.length, "project")}, ${needed.length} of their roles can read it`;
      return [
        `  ${plain(name)} ${paint("dim", `${region}: ${used}`)}`,
        ...named("also:", others, account, paint),
        ...named("unknown:", unknown, account, paint),
      ];
    }),
  ];
}

const rolesShown = 5;
const reasonsShown = 3;

/** A role reads for its projects, or for whoever else may assume it. */
function throughWhat({ projects, outside }: RoleWithAccess): string {
  const names = projects.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
  const builds = names.length === 0 ? [] : [`builds of ${listed(names, projectsShown)}`];
  const others = outside === "denied" ? [] : ["whoever else may assume it"];
  return [...builds, ...others].join(", and ");
}

const projectsShown = 3;

function named(
  label: string,
  readers: AuditInRows["secrets"][number]["readers"],
  account: string,
  paint: Paint,
): readonly string[] {
  if (readers.length === 0) return [];
  const reasons = [...Map.groupBy(readers, ({ why }) => withShortNames(why, account))];
  const shown = reasons.slice(0, reasonsShown).map(([why, each]) => {
    const names = each.map(({ role }) => roleName(role));
    const [only] = each.length === 1 ? each : [];
    return `${listed(names, rolesShown)} (${plain(only ? `${why}; ${throughWhat(only)}` : why, 160)})`;
  });
  const more = reasons.slice(reasonsShown).reduce((sum, [, each]) => sum + each.length, 0);
  const rest = more > 0 ? `, and ${more} more` : "";
  return [`    ${paint("yellow", label)} ${shown.join("; ")}${rest}`];
}

function unneededRows({ unneeded }: AuditInRows, paint: Paint): readonly string[] {
  if (unneeded.length === 0) return [];
  return [
    paint("bold", "Grants that nobody needs any more"),
    ...unneeded.flatMap(({ role, region, secret, why }) => [
      `  ${plain(roleName(role))} may read ${plain(secret)} ${paint("dim", region)}`,
      `    ${paint("dim", plain(why))}`,
    ]),
  ];
}

const unknownsShown = 20;

function unknownRows({ unknowns, account }: AuditInRows, paint: Paint): readonly string[] {
  if (unknowns.length === 0) return [];
  const shown = unknowns.slice(0, unknownsShown);
  return [
    paint("bold", "What could not be known"),
    ...shown.map(
      ({ text, projects }) =>
        `  ${paint("yellow", "?")} ${plain(withShortNames(text, account), 400)}${projects > 1 ? paint("dim", ` (${projects} projects)`) : ""}`,
    ),
    ...(unknowns.length > shown.length
      ? [`  and ${unknowns.length - shown.length} more: see --format json`]
      : []),
  ];
}

function colouredMark(verdict: PullVerdict, width: number, paint: Paint): string {
  const { text, colour } = verdictMarks[verdict];
  return paint(colour, text.padEnd(width + gap));
}

const gap = 2;

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const [first = []] = rows;
  return first.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
}

function padded(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd((widths[column] ?? 0) + gap))
    .join("")
    .trimEnd();
}
