/** An audit as CSV (RFC 4180), a line a project, for spreadsheets. */
import type { AuditInRows, ProjectReport } from "@pullpass/audit";
import { type CommandOptions, plain, printedSteps } from "@pullpass/core";

const columns: readonly (readonly [
  title: string,
  value: (project: ProjectReport, options: CommandOptions) => string,
])[] = [
  ["region", ({ region }) => region],
  ["project", ({ name }) => name],
  ["verdict", ({ verdict }) => verdict],
  ["severity", ({ findings }) => findings[0]?.severity ?? ""],
  ["findings", ({ findings }) => findings.map(({ rule }) => rule).join(" ")],
  ["image", ({ image }) => image],
  ["registry", ({ registry }) => registry ?? ""],
  ["credential", ({ credential }) => credential ?? ""],
  ["secret", ({ secret }) => secret ?? ""],
  ["key", ({ key }) => key ?? ""],
  ["role", ({ role }) => role],
  ["what", ({ findings }) => findings[0]?.title ?? ""],
  ["next", ({ next }, options) => printedSteps(next, options)[0]?.text ?? ""],
  ["command", ({ next }, options) => printedSteps(next, options)[0]?.command ?? ""],
];

type Rows = Pick<AuditInRows, "projects" | "commandOptions">;

/** In pieces, without the last line's end. */
export function* auditCsv(report: Rows): Iterable<string> {
  yield titles([]);
  yield* rowsOf(report, []);
}

/** Of several accounts, each row with its account first. */
export function* accountsCsv(reports: Iterable<Rows & Pick<AuditInRows, "account">>): Iterable<string> {
  yield titles(["account"]);
  for (const report of reports) yield* rowsOf(report, [report.account]);
}

function titles(before: readonly string[]): string {
  return [...before, ...columns.map(([title]) => title)].map(cell).join(",");
}

function* rowsOf({ projects, commandOptions }: Rows, before: readonly string[]): Iterable<string> {
  for (const project of projects) {
    const values = columns.map(([, value]) => value(project, commandOptions));
    yield `\r\n${[...before, ...values].map(cell).join(",")}`;
  }
}

/**
 * In quotes; what a spreadsheet would take for a formula begins with an apostrophe instead.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const safe = plain(text);
  const harmless = /^[\s'"]*[=+\-@|%＝＋－＠]/u.test(safe) ? `'${safe}` : safe;
  return `"${harmless.replaceAll('"', '""')}"`;
}
