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

/** In pieces, without the last line's end. */
export function* auditCsv({
  projects,
  commandOptions,
}: Pick<AuditInRows, "projects" | "commandOptions">): Iterable<string> {
  yield columns.map(([title]) => cell(title)).join(",");
  for (const project of projects)
    yield `\r\n${columns.map(([, value]) => cell(value(project, commandOptions))).join(",")}`;
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
