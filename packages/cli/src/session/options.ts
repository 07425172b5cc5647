/** The options of the commands that look at an account as a deployment of pullpass does. */
import type { BindGrants, SharedRoles } from "@pullpass/core";
import type { Command } from "commander";
import { bindGrantsOption, defaults, sharedRolesOption } from "../command-options.ts";
import { type GlobalOptions, region } from "../global-options.ts";

export interface SessionOptions extends GlobalOptions {
  /** Beside the command's own Region. */
  readonly searchRegion?: readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
  /** The ledger's table; `undefined` to look for what is deployed. */
  readonly table?: string;
  /** `false`: do without one. */
  readonly ledger: boolean;
}

export function withSessionOptions(command: Command): Command {
  return command
    .option(
      "--search-region <name>",
      "one more Region in which secrets given by name are looked for; may be repeated",
      region,
    )
    .option("--tag-prefix <text>", "how pullpass's tags begin", defaults.tagPrefix)
    .option("--policy-name <name>", "how the inline policies that pullpass owns begin", defaults.policyName)
    .addOption(bindGrantsOption())
    .addOption(sharedRolesOption())
    .option(
      "--table <name>",
      "the ledger of a deployment (default: PULLPASS_TABLE, or that of the Region's deployment)",
    )
    .option("--no-ledger", "look at the account as if pullpass were not deployed in it");
}

/** For the help of each of them. */
export const aboutTheLedger = `
Where pullpass is deployed, its ledger says what it granted and why, and changes are recorded in it, as if the
deployment had made them: subscribers hear of them. Without a deployment the roles' own pullpass policies stand in
for the ledger: a change is then recorded in this command's output and nowhere else, and access is taken away only
where consent was withdrawn.`;
