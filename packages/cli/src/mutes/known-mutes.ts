/** What is muted in a deployment, for commands that look at an account whether or not pullpass is deployed in it. */
import { inParallel, isMuting, type Mute } from "@pullpass/core";
import { dynamoDbClient, dynamoDbMutes, regionClaim } from "@pullpass/core/aws";
import type { Account } from "../aws/account.ts";

/** Of the Regions, what is muted now; `undefined` where it cannot be seen: few auditors may read a ledger. */
export async function knownMutes(
  regions: readonly string[],
  { connection }: Account,
): Promise<readonly Mute[] | undefined> {
  const claim = regionClaim(connection);
  const mutesIn = async (region: string) => {
    const claimed = await claim(region);
    if (claimed === undefined) return [];
    return dynamoDbMutes(dynamoDbClient(connection, region), claimed.table).mutes(region);
  };
  try {
    const all = (await inParallel(regions, regionsAtOnce, mutesIn)).flat();
    const now = new Date().toISOString();
    return all.filter((mute) => isMuting(mute, now));
  } catch {
    return undefined;
  }
}

const regionsAtOnce = 5;
