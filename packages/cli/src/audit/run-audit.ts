/** An audit from the command line: who asks, what is asked, and how far it has come. */
import {
  type AuditInRows,
  type AuditQuestion,
  auditInRows,
  auditPorts,
  type Progress,
} from "@pullpass/audit";
import { plain } from "@pullpass/core";
import manifest from "../../package.json" with { type: "json" };
import type { Account } from "../aws/account.ts";
import { commandOptionsOf, type ViewOptions } from "../command-options.ts";
import { registriesOfAccount } from "../registry/look.ts";
import type { Terminal } from "../terminal.ts";
import { allRegions } from "./all-regions.ts";
import { enabledRegions } from "./enabled-regions.ts";

export interface AuditTarget {
  readonly projects: "all" | readonly string[];
  readonly allRegions: boolean;
  /** Look at the registries over the network, too. */
  readonly checkRegistries: boolean;
}

/** Nothing is written. */
export async function runAudit(
  target: AuditTarget,
  account: Account,
  options: ViewOptions,
  out: Terminal,
): Promise<AuditInRows> {
  const { partition, connection, region, id } = account;
  const regions = target.allRegions ? await everyRegion(account, out) : (options.region ?? [region]);
  const question = questionFrom(account, options, { projects: target.projects, regions });
  try {
    return await auditInRows(
      question,
      {
        ...auditPorts(connection, { region, account: id, partition }),
        ...(target.checkRegistries && { registries: registriesOfAccount(account, out) }),
      },
      throttledProgress(out),
    );
  } finally {
    out.status?.("");
  }
}

/** Those that are left out are named. */
async function everyRegion({ partition, connection }: Account, out: Terminal): Promise<readonly string[]> {
  const all = allRegions(partition);
  out.status?.(`Asking ${all.length} Regions …`);
  const enabled = await enabledRegions(all, connection);
  const others = all.filter((region) => !enabled.includes(region));
  out.status?.("");
  if (others.length > 0)
    out.aside(`Not looked at, for the account has not enabled them: ${others.join(", ")}`);
  return enabled;
}

/** What is asked of the account. */
export function questionFrom(
  { id, partition, caller }: Account,
  options: ViewOptions,
  target: Pick<AuditQuestion, "projects" | "regions">,
): AuditQuestion {
  return {
    account: id,
    partition,
    caller,
    version: manifest.version,
    searchRegions: options.searchRegion ?? [],
    tagPrefix: options.tagPrefix,
    policyName: options.policyName,
    bindGrants: options.bindGrants,
    sharedRoles: options.sharedRoles,
    commandOptions: commandOptionsOf(options),
    ...target,
  };
}

/** Nobody reads faster, and a terminal may be far away. */
const betweenLinesMs = 100;

function throttledProgress(out: Terminal): (progress: Progress) => void {
  let toldAt = 0;
  return (progress) => {
    if (out.status === undefined || performance.now() - toldAt < betweenLinesMs) return;
    toldAt = performance.now();
    out.status(plain(wordsOf(progress)));
  };
}

function wordsOf({ what, done, total }: Progress): string {
  return total === undefined ? `Reading ${what} …` : `Reading ${what}: ${done} of ${total}`;
}
