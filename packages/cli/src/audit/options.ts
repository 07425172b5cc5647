/** The options that `audit` and `explain` share. */
import type { BindGrants, SharedRoles } from "@pullpass/core";
import type { Command } from "commander";
import { bindGrantsOption, defaults, sharedRolesOption } from "../command-options.ts";
import { type GlobalOptions, region } from "../global-options.ts";

export interface AuditOptions extends GlobalOptions {
  /** Beside the Regions that are looked at. */
  readonly searchRegion?: readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
}

export function withAuditOptions(command: Command): Command {
  return command
    .option(
      "--search-region <name>",
      "one more Region in which secrets given by name are looked for; may be repeated",
      region,
    )
    .option("--tag-prefix <text>", "how pullpass's tags begin", defaults.tagPrefix)
    .option("--policy-name <name>", "how the inline policies that pullpass owns begin", defaults.policyName)
    .addOption(bindGrantsOption())
    .addOption(sharedRolesOption());
}

/** Collects what may be named several times, each once. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, text])];
}
