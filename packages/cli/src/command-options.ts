/** The options of a command that change what another command sees: printed commands repeat them. */
import type { BindGrants, CommandOptions, SharedRoles } from "@pullpass/core";
import { type Command, Option } from "commander";
import { type GlobalOptions, region } from "./global-options.ts";

/** Of each command that looks at an account. */
export interface ViewOptions extends GlobalOptions {
  /** Beside the Regions that are looked at. */
  readonly searchRegion?: readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
}

export function withViewOptions(command: Command): Command {
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

interface SeeingOptions extends ViewOptions {
  readonly table?: string;
  readonly ledger?: boolean;
}

export function commandOptionsOf(options: SeeingOptions): CommandOptions {
  const { profile, roleArn, externalId, searchRegion = [], tagPrefix, policyName, table, ledger } = options;
  const { bindGrants, sharedRoles } = options;
  const aws = profile === undefined ? [] : ["--profile", profile];
  return {
    aws,
    pullpass: [
      ...aws,
      ...(roleArn === undefined ? [] : ["--role-arn", roleArn]),
      ...(externalId === undefined ? [] : ["--external-id", externalId]),
      ...searchRegion.flatMap((region) => ["--search-region", region]),
      ...(tagPrefix === defaults.tagPrefix ? [] : ["--tag-prefix", tagPrefix]),
      ...(policyName === defaults.policyName ? [] : ["--policy-name", policyName]),
      ...(bindGrants === defaults.bindGrants ? [] : ["--bind-grants", bindGrants]),
      ...(sharedRoles === defaults.sharedRoles ? [] : ["--shared-roles", sharedRoles]),
      ...(table === undefined ? [] : ["--table", table]),
      ...(ledger === false ? ["--no-ledger"] : []),
    ],
  };
}

/** Of all commands that look at an account. */
export const defaults = {
  tagPrefix: "pullpass/",
  policyName: "pullpass",
  bindGrants: "ifExists",
  sharedRoles: "flag",
} as const;

/** As the deployment has it. */
export function bindGrantsOption(): Option {
  return new Option(
    "--bind-grants <how>",
    "how grants are bound to projects, as the option bindGrants of a deployment",
  )
    .choices(["ifExists", "strict", "off"])
    .default(defaults.bindGrants);
}

/** As the deployment has it. */
export function sharedRolesOption(): Option {
  return new Option(
    "--shared-roles <how>",
    "what becomes of roles that others may assume, as the option sharedRoles of a deployment",
  )
    .choices(["flag", "refuse"])
    .default(defaults.sharedRoles);
}
