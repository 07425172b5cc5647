/** The account and the Region of what is to be deployed: as somebody said, or as they may be. */
import { partitionOf } from "@pullpass/core";
import type { Choose } from "../worlds/worlds.ts";
import type { Home } from "./declared.ts";

/** What is known of a home before it is deployed to. */
export interface KnownHome {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** Accounts and Regions that the files name: where an unknown one makes a difference, it is one of these. */
export interface Named {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** Stands for an account, and for a Region, that no file names. */
export const anyAccount = "000000000000";
export const anyRegion = "any-region-1";

export function homeIn(known: KnownHome, named: Named, choose: Choose): Home {
  const region =
    known.region ??
    oneOf([...named.regions, anyRegion], "region", "the Region that it is deployed to", choose);
  const account =
    known.account ??
    oneOf([...named.accounts, anyAccount], "account", "the account that it is deployed to", choose);
  return {
    account,
    region,
    partition: partitionOf(region === anyRegion ? (named.regions[0] ?? region) : region),
  };
}

function oneOf(candidates: readonly string[], key: string, reason: string, choose: Choose): string {
  const [first = ""] = candidates;
  if (candidates.length < 2) return first;
  return candidates[choose({ key, ways: candidates.length, reason })] ?? first;
}

/** Those in ARNs of what a pull hangs on, and accounts that stand alone, as in conditions. */
export function namedIn(texts: readonly string[]): Named {
  const accounts = new Set<string>();
  const regions = new Set<string>();
  for (const text of texts) {
    for (const [, region = "", account = ""] of text.matchAll(placesInArns)) {
      if (/^\d{12}$/.test(account)) accounts.add(account);
      if (/^[a-z]+(?:-[a-z]+)+-\d+$/.test(region)) regions.add(region);
    }
    for (const [, region = ""] of text.matchAll(/\bsecretsmanager\.([a-z]+(?:-[a-z]+)+-\d+)\.amazonaws/g))
      regions.add(region);
    if (/^\d{12}$/.test(text)) accounts.add(text);
  }
  return { accounts: [...accounts].slice(0, namedMax), regions: [...regions].slice(0, namedMax) };
}

/** More are hardly ever named, and each makes the worlds more. */
const namedMax = 6;

const placesInArns = /arn:[\w${}:*-]+?:(?:iam|secretsmanager|kms|codebuild|sts):([^:\s"']*):([^:\s"']*):/g;
