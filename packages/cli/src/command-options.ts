/** The options of a command that change what another command sees: printed commands repeat them. */
import type { BindGrants, CommandOptions } from "@pullpass/core";
import { Option } from "commander";
import type { GlobalOptions } from "./global-options.ts";

interface SeeingOptions extends GlobalOptions {
  readonly searchRegion?: readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly bindGrants: BindGrants;
  readonly table?: string;
  readonly ledger?: boolean;
}

export function commandOptionsOf(options: SeeingOptions): CommandOptions {
  const { profile, searchRegion = [], tagPrefix, policyName, bindGrants, table, ledger } = options;
  const aws = profile === undefined ? [] : ["--profile", profile];
  return {
    aws,
    pullpass: [
      ...aws,
      ...searchRegion.flatMap((region) => ["--search-region", region]),
      ...(tagPrefix === defaults.tagPrefix ? [] : ["--tag-prefix", tagPrefix]),
      ...(policyName === defaults.policyName ? [] : ["--policy-name", policyName]),
      ...(bindGrants === defaults.bindGrants ? [] : ["--bind-grants", bindGrants]),
      ...(table === undefined ? [] : ["--table", table]),
      ...(ledger === false ? ["--no-ledger"] : []),
    ],
  };
}

/** Of all commands that look at an account. */
export const defaults = { tagPrefix: "pullpass/", policyName: "pullpass", bindGrants: "ifExists" } as const;

/** As the deployment has it. */
export function bindGrantsOption(): Option {
  return new Option(
    "--bind-grants <how>",
    "how grants are bound to projects, as the option bindGrants of a deployment",
  )
    .choices(["ifExists", "strict", "off"])
    .default(defaults.bindGrants);
}
