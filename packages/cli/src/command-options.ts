/** The options of a command that change what another command sees: printed commands repeat them. */
import type { CommandOptions } from "@pullpass/core";
import type { GlobalOptions } from "./global-options.ts";

interface SeeingOptions extends GlobalOptions {
  readonly searchRegion?: readonly string[];
  readonly tagPrefix: string;
  readonly policyName: string;
  readonly table?: string;
  readonly ledger?: boolean;
}

export function commandOptionsOf(options: SeeingOptions): CommandOptions {
  const { profile, searchRegion = [], tagPrefix, policyName, table, ledger } = options;
  const aws = profile === undefined ? [] : ["--profile", profile];
  return {
    aws,
    pullpass: [
      ...aws,
      ...searchRegion.flatMap((region) => ["--search-region", region]),
      ...(tagPrefix === defaults.tagPrefix ? [] : ["--tag-prefix", tagPrefix]),
      ...(policyName === defaults.policyName ? [] : ["--policy-name", policyName]),
      ...(table === undefined ? [] : ["--table", table]),
      ...(ledger === false ? ["--no-ledger"] : []),
    ],
  };
}

/** Of all commands that look at an account. */
export const defaults = { tagPrefix: "pullpass/", policyName: "pullpass" } as const;
