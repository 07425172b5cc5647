/** An audit from the command line: who asks, what is asked, and how far it has come. */
import { type AuditQuestion, type AuditReport, audit, type Progress, plain } from "@pullpass/core";
import { auditPorts } from "@pullpass/core/aws";
import manifest from "../../package.json" with { type: "json" };
import { type Account, openAccount } from "../aws/account.ts";
import type { Terminal } from "../terminal.ts";
import { allRegions } from "./all-regions.ts";
import type { AuditOptions } from "./options.ts";

export interface AuditTarget {
  readonly projects: "all" | readonly string[];
  readonly allRegions: boolean;
}

/** Nothing is written. @throws Problem if nobody is signed in */
export async function runAudit(
  target: AuditTarget,
  options: AuditOptions,
  out: Terminal,
): Promise<AuditReport> {
  const account = await openAccount(options, out);
  const { partition, connection, region } = account;
  const regions = target.allRegions ? allRegions(partition) : (options.region ?? [region]);
  const question = questionFrom(account, options, { projects: target.projects, regions });
  try {
    return await audit(question, auditPorts(connection, region), (progress) => {
      out.status?.(plain(wordsOf(progress)));
    });
  } finally {
    out.status?.("");
  }
}

/** What is asked of the account. */
export function questionFrom(
  { id, partition, caller }: Account,
  { searchRegion, tagPrefix, policyName }: AuditOptions,
  target: Pick<AuditQuestion, "projects" | "regions">,
): AuditQuestion {
  return {
    account: id,
    partition,
    caller,
    version: manifest.version,
    searchRegions: searchRegion ?? [],
    tagPrefix,
    policyName,
    ...target,
  };
}

function wordsOf({ what, done, total }: Progress): string {
  return total === undefined ? `Reading ${what} …` : `Reading ${what}: ${done} of ${total}`;
}
