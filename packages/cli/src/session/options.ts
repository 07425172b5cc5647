/** The options of the commands that look at an account as a deployment of pullpass does. */
import type { Command } from "commander";
import { type ViewOptions, withViewOptions } from "../command-options.ts";

export interface SessionOptions extends ViewOptions {
  /** The ledger's table; `undefined` to look for what is deployed. */
  readonly table?: string;
  /** `false`: do without one. */
  readonly ledger: boolean;
}

export function withSessionOptions(command: Command): Command {
  return withViewOptions(command)
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
