/** One audit of several accounts, each read as a role in it: what cannot be read of one ends nothing for the others. */
import { type AuditInRows, filtered } from "@pullpass/audit";
import { plain } from "@pullpass/core";
import { openAccount } from "../aws/account.ts";
import type { ViewOptions } from "../command-options.ts";
import { exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../json-document.ts";
import { accountsCsv } from "../render/audit/csv.ts";
import { type AuditLook, type Format, render } from "../render/audit/formats.ts";
import { accountsHtml } from "../render/audit/html/document.ts";
import { safeJson } from "../render/audit/safe-json.ts";
import { auditSarif } from "../render/audit/sarif.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError, UserError } from "../user-error.ts";
import { type FilterOptions, filterFrom } from "./filter-options.ts";
import { type AuditTarget, runAudit } from "./run-audit.ts";

export interface SeveralOptions extends ViewOptions, FilterOptions {
  /** Numbers, with commas between them. */
  readonly accounts: string;
  readonly roleName: string;
  readonly format: Format;
}

export interface AccountsAudited {
  /** In the order in which they were asked for. */
  readonly reports: readonly AuditInRows[];
  readonly unread: readonly { readonly account: string; readonly why: string }[];
}

/** @throws UserError if nobody is signed in, or a number is no account's */
export async function auditAccounts(
  target: AuditTarget,
  options: SeveralOptions,
  out: Terminal,
): Promise<AccountsAudited> {
  const numbers = numbersIn(options.accounts);
  const { partition } = await openAccount(options, out);
  const filter = filterFrom(options);
  const reports: AuditInRows[] = [];
  const unread: { account: string; why: string }[] = [];
  for (const number of numbers) {
    const roleArn = `arn:${partition}:iam::${number}:role/${options.roleName}`;
    try {
      const as = { ...options, roleArn };
      const report = await runAudit(target, await openAccount(as, out), as, out);
      reports.push(filter === null ? report : filtered(report, filter));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unread.push({ account: number, why: error.message });
    }
  }
  return { reports, unread };
}

/** @throws UsageError */
function numbersIn(text: string): readonly string[] {
  const numbers = [...new Set(text.split(",").map((each) => each.trim()))];
  const wrong = numbers.find((each) => !/^\d{12}$/.test(each));
  if (wrong === undefined) return numbers;
  throw new UsageError(
    `${plain(wrong) || "Nothing"} is not an account: an account is a number of twelve digits.`,
    "Name accounts with commas between them: --accounts 111122223333,444455556666",
  );
}

/** All of them in one. @throws UsageError for a form that is of one account */
export function accountsText(
  { reports, unread }: AccountsAudited,
  { format }: Pick<SeveralOptions, "format">,
  look: AuditLook,
): string {
  const whole = () => reports.map((report) => ({ ...report, projects: [...report.projects] }));
  switch (format) {
    case "table": {
      const tables = reports.map((report) => render(report, "table", look));
      return [...tables, ...unread.map((each) => wrapText(unreadText(each), look))].join("\n\n");
    }
    case "json":
      return jsonDocument("audit-accounts", { accounts: whole(), unread });
    case "html":
      return accountsHtml({ reports: whole(), unread, mutes: [] });
    case "csv":
      return [...accountsCsv(reports)].join("");
    case "sarif": {
      const logs = reports.map(auditSarif);
      return safeJson({ ...logs[0], runs: logs.flatMap(({ runs }) => runs) });
    }
    default:
      throw new UsageError(
        `--format ${format} is of one account.`,
        "Name --format table, json, csv, html or sarif for several, or audit one with --role-arn.",
      );
  }
}

/** What the form itself cannot say: of which accounts nothing is in it. */
export function unsaid(
  { unread }: AccountsAudited,
  { format }: Pick<SeveralOptions, "format">,
): readonly string[] {
  return format === "csv" || format === "sarif" ? unread.map(unreadText) : [];
}

function unreadText({ account, why }: AccountsAudited["unread"][number]): string {
  return plain(`Account ${account} could not be read: ${why}`);
}

/** As of one account; 3 where nothing was found and one that was named could not be read: nobody knows what is in it. */
export function codeOfAccounts(
  { reports, unread }: AccountsAudited,
  codeOf: (report: AuditInRows) => number,
): number {
  const codes = reports.map(codeOf);
  if (codes.includes(exitCodes.found)) return exitCodes.found;
  return unread.length > 0 || codes.includes(exitCodes.unseen) ? exitCodes.unseen : exitCodes.ok;
}
