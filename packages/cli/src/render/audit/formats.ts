/** The forms of an audit. */
import type { AuditInRows } from "@pullpass/audit";
import { auditAsff } from "./asff.ts";
import { auditCsv } from "./csv.ts";
import { auditHtml } from "./html/document.ts";
import { safeJsonPieces } from "./safe-json.ts";
import { sarifInRows } from "./sarif.ts";
import { auditTable } from "./table.ts";

export const formats = ["table", "json", "html", "csv", "sarif", "asff"] as const;

export type Format = (typeof formats)[number];

/** Without the last line's end. */
export function render(report: AuditInRows, format: Format, look: { readonly colours: boolean }): string {
  return [...renderInPieces(report, format, look)].join("");
}

/** The same so that not all of it is in the memory at once; a page, and a table, are. */
export function renderInPieces(
  report: AuditInRows,
  format: Format,
  look: { readonly colours: boolean },
): Iterable<string> {
  switch (format) {
    case "table":
      return [auditTable(report, look)];
    case "json":
      return safeJsonPieces(report);
    case "html":
      return [auditHtml({ ...report, projects: [...report.projects] })];
    case "csv":
      return auditCsv(report);
    case "sarif":
      return safeJsonPieces(sarifInRows(report));
    case "asff":
      return safeJsonPieces(auditAsff(report));
    default:
      return format satisfies never;
  }
}
