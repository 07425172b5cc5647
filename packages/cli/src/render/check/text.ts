/** A check as people read it: file by file, what would fail first. */
import type { CheckedFinding, CheckedProject, CheckReport } from "@pullpass/check";
import { jsonLines, type PullVerdict, plain } from "@pullpass/core";
import { counted } from "../counted.ts";
import { type Appearance, type Paint, paintFor } from "../palette.ts";

export function checkText(report: CheckReport, look: Appearance): string {
  const paint = paintFor(look);
  const shown = report.files.filter(({ projects }) => projects > 0);
  const parts = [
    ...shown.map(({ file }) =>
      fileLines(
        file,
        report.projects.filter((project) => project.file === file),
        paint,
        look.width,
      ),
    ),
    noteLines(report, paint),
    [summary(report)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const order: readonly PullVerdict[] = ["fails", "unknown", "anonymous", "pulls", "no-registry"];

const marks = {
  fails: { text: "✘ fails", colour: "red" },
  unknown: { text: "? unknown", colour: "yellow" },
  anonymous: { text: "– no credential", colour: "dim" },
  pulls: { text: "✔ pulls", colour: "green" },
  "no-registry": { text: "– no registry", colour: "dim" },
} as const satisfies Record<PullVerdict, { text: string; colour: Parameters<Paint>[0] }>;

function fileLines(
  file: string,
  projects: readonly CheckedProject[],
  paint: Paint,
  width: number | undefined,
): readonly string[] {
  const sorted = order.flatMap((wanted) => projects.filter(({ verdict }) => verdict === wanted));
  return [paint("bold", plain(file)), ...sorted.flatMap((project) => projectLines(project, paint, width))];
}

function projectLines(project: CheckedProject, paint: Paint, width: number | undefined): readonly string[] {
  const { name, id, line, verdict, findings, unknowns, unless, repaired } = project;
  const { text, colour } = marks[verdict];
  const called = name === id ? "" : ` (${plain(id)})`;
  return [
    `  ${paint(colour, text)}  ${plain(name)}${called}${paint("dim", `, line ${line}`)}`,
    ...findings.flatMap((finding) => findingLines(finding, project, paint, width)),
    ...unknowns.map((what) => `      ${paint("dim", "not known:")} ${plain(what)}`),
    ...unless.map(
      (what) => `      ${paint("yellow", "unless something outside the files allows it:")} ${plain(what)}`,
    ),
    ...(repaired.length === 0 ? [] : [`      ${paint("dim", `pullpass repairs: ${repaired.join(", ")}`)}`]),
  ];
}

const colours = { high: "red", medium: "yellow", low: "cyan", info: "dim" } as const;

function findingLines(
  { rule, severity, title, file, line, column, evidence, remedy }: CheckedFinding,
  project: CheckedProject,
  paint: Paint,
  width: number | undefined,
): readonly string[] {
  const place = `${file === project.file ? "" : `${plain(file)}:`}${line}:${column}`;
  return [
    `    ${paint(colours[severity], `! ${severity}`)}  ${place}  ${plain(title)} ${paint("dim", `(${rule})`)}`,
    ...evidence.map(([label, value]) => `        ${paint("dim", `${label}:`)} ${plain(value)}`),
    ...remedy.flatMap(({ text, block }, index) => [
      `        ${index === 0 ? paint("bold", "to do: ") : "       "}${plain(text)}`,
      ...(block === null ? [] : jsonLines(block, width && width - 10).map((line) => `          ${line}`)),
    ]),
  ];
}

/** What was not looked at, and why. */
function noteLines({ files }: CheckReport, paint: Paint): readonly string[] {
  return files.flatMap(({ file, kind, why }) => {
    if (why === null) return [];
    const what =
      kind === "unreadable" ? "cannot be read" : kind === "other" ? "is left out" : "is not all known";
    return [paint(kind === "unreadable" ? "red" : "yellow", `${plain(file)} ${what}: ${plain(why)}`)];
  });
}

function summary({ counts }: CheckReport): string {
  const { projects, verdicts, findings } = counts;
  if (projects === 0) return "No CodeBuild project in these files.";
  const wrong = Object.entries(findings).filter(([, count]) => count > 0);
  const said = wrong.map(([severity, count]) => `${count} ${severity}`).join(", ");
  return `${counted(projects, "project")}: ${verdicts.fails} cannot pull, ${verdicts.unknown} not known. ${
    said === "" ? "No findings." : `Findings: ${said}.`
  }`;
}
