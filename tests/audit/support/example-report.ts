/** The report on the account that audits are tested with. */
import type { AuditReport } from "../../../packages/audit/src/index.ts";
import { createAccount, fillAccount } from "./account.ts";
import { auditOf } from "./audit.ts";

let made: Promise<AuditReport> | undefined;

/** Made once for all files that one worker runs: a report is only read. */
export function exampleReport(): Promise<AuditReport> {
  made ??= make();
  return made;
}

async function make(): Promise<AuditReport> {
  const { sandbox, teams } = await createAccount();
  await fillAccount(teams);
  const report = await auditOf(sandbox);
  await sandbox.dispose();
  return report;
}
