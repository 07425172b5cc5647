/** The options of a command that change what another command sees: printed commands repeat them. */
import type { BindGrants, CommandOptions, SharedRoles } from "@pullpass/core";
import { Option } from "commander";
import type { GlobalOptions } from "./global-options.ts";

interface SeeingOptions extends GlobalOptions {
  readonly searchRegion?: readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
  readonly table?: string;
  readonly ledger?: boolean;
}

export function commandOptionsOf(options: SeeingOptions): CommandOptions {
  const { profile, searchRegion = [], tagPrefix, policyName, table, ledger } = options;
  const { bindGrants, sharedRoles } = options;
  const aws = profile === undefined ? [] : ["--profile", profile];
  return {
    aws,
    pullpass: [
      ...aws,
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
