/** From which Regions a deployment wants events, and the rules that forward all of them. */
import { forwardingRules, iamRegionOf } from "@pullpass/functions/deployment";
import type { Account } from "../aws/account.ts";
import { defaults } from "../command-options.ts";
import type { ExaminedForwarding, FunctionSettings, StackParts } from "./examined.ts";

/** Where the functions do not say which Regions are searched, it is IAM's alone. */
export function wantedForwarding(
  { partition, id, region: home }: Pick<Account, "partition" | "id" | "region">,
  settings: FunctionSettings | undefined,
  { rules }: Pick<StackParts, "rules">,
): readonly Pick<ExaminedForwarding, "region" | "wanted">[] {
  if (rules.size === 0) return [];
  const searched = (settings?.regions ?? []).filter((region) => region !== home);
  const iamRegion = iamRegionOf(home);
  const all = new Set([...(iamRegion === home ? [] : [iamRegion]), ...searched]);
  return [...all].map((region) => {
    const isSearched = searched.includes(region);
    const kinds = {
      secrets: isSearched,
      keys: isSearched && rules.has("Onkeys"),
      roles: region === iamRegion,
    };
    // only the patterns would differ with other settings
    const forwarded = forwardingRules({ partition, account: id, region, ...defaults }, kinds);
    return { region, wanted: forwarded.map(({ name }) => `pullpass-${name}-to-${home}`) };
  });
}
