/** The forms of an audit. */
import type { AuditInRows } from "@pullpass/audit";
import type { Mute } from "@pullpass/core";
import { muteLines, mutesAsJson } from "../mutes.ts";
import { wrapText } from "../wrap-text.ts";
import { auditAsff } from "./asff.ts";
import { auditCauses } from "./causes.ts";
import { auditCsv } from "./csv.ts";
import { auditHtml } from "./html/document.ts";
import { projectNames } from "./names.ts";
import { auditProjects } from "./projects.ts";
import { safeJsonPieces } from "./safe-json.ts";
import { sarifInRows } from "./sarif.ts";

export const formats = ["table", "json", "html", "csv", "sarif", "asff", "names"] as const;

export type Format = (typeof formats)[number];

/** What a table is of. */
export const groupings = ["cause", "project"] as const;

export interface AuditLook {
  readonly colours: boolean;
  /** Of the terminal that shows it; absent where it is none. */
  readonly width?: number;
  /** Without hints. */
  readonly quiet?: boolean;
  /** Each cause once, unless it is said otherwise. */
  readonly by?: (typeof groupings)[number];
  /** Each cause with all that mends it, however many there are. */
  readonly full?: boolean;
  /** What is muted in a deployment, of all that is looked at; absent where that could not be seen. */
  readonly mutes?: readonly Mute[];
}

/** Without the last line's end. */
export function render(report: AuditInRows, format: Format, look: AuditLook): string {
  return [...renderInPieces(report, format, look)].join("");
}

/** The same so that not all of it is in the memory at once; a page, and a table, are. */
export function renderInPieces(report: AuditInRows, format: Format, look: AuditLook): Iterable<string> {
  switch (format) {
    case "table":
      return [auditTable(report, look)];
    case "names":
      return projectNames(report);
    case "json":
      return safeJsonPieces({ ...report, ...mutesAsJson(look.mutes) });
    case "html":
      return [auditHtml({ ...report, projects: [...report.projects] }, look.mutes)];
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

/** Lines that fit where it is a terminal that shows them. */
function auditTable(report: AuditInRows, look: AuditLook): string {
  const table =
    look.by === "project"
      ? wrapText(auditProjects(report, look), look)
      : auditCauses(report, look, look.full);
  const muted = muteLines(look.mutes ?? []).map((line) => wrapText(line, look));
  return [table, ...(muted.length === 0 ? [] : ["", ...muted])].join("\n");
}
