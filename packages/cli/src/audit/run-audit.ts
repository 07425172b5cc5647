/** An audit from the command line: who asks, what is asked, and how far it has come. */
import { type AuditQuestion, type AuditReport, audit, type Progress, plain } from "@pullpass/core";
import { auditPorts } from "@pullpass/core/aws";
import manifest from "../../package.json" with { type: "json" };
import type { Account } from "../aws/account.ts";
import type { Terminal } from "../terminal.ts";
import { allRegions } from "./all-regions.ts";
import type { AuditOptions } from "./options.ts";

export interface AuditTarget {
  readonly projects: "all" | readonly string[];
  readonly allRegions: boolean;
}

/** Nothing is written. */
export async function runAudit(
  target: AuditTarget,
  account: Account,
  options: AuditOptions,
  out: Terminal,
): Promise<AuditReport> {
  const { partition, connection, region, id } = account;
  const regions = target.allRegions ? allRegions(partition) : (options.region ?? [region]);
  const question = questionFrom(account, options, { projects: target.projects, regions });
  try {
    return await audit(question, auditPorts(connection, { region, account: id, partition }), (progress) => {
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
