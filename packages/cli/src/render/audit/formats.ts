/** The forms of an audit. */
import type { AuditReport } from "@pullpass/core";
import { auditAsff } from "./asff.ts";
import { auditCsv } from "./csv.ts";
import { auditHtml } from "./html/document.ts";
import { safeJson } from "./safe-json.ts";
import { auditSarif } from "./sarif.ts";
import { auditTable } from "./table.ts";

export const formats = ["table", "json", "html", "csv", "sarif", "asff"] as const;

export type Format = (typeof formats)[number];

/** Without the last line's end. */
export function render(report: AuditReport, format: Format, look: { readonly colours: boolean }): string {
  switch (format) {
    case "table":
      return auditTable(report, look);
    case "json":
      return safeJson(report);
    case "html":
      return auditHtml(report);
    case "csv":
      return auditCsv(report);
    case "sarif":
      return safeJson(auditSarif(report));
    case "asff":
      return safeJson(auditAsff(report));
    default:
      return format satisfies never;
  }
}
