/** Which Regions take the account's credentials. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Connection } from "@pullpass/core/aws";

/**
 * Without those that the account has not enabled, whose own STS does not know the credentials; one that fails for
 * another reason stays, and is named by what cannot be read in it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export async function enabledRegions(
  regions: readonly string[],
  connection: Connection,
): Promise<readonly string[]> {
  const answers = await Promise.all(regions.map((region) => isEnabled(new STSClient(connection(region)))));
  return regions.filter((_region, index) => answers[index]);
}

async function isEnabled(sts: STSClient): Promise<boolean> {
  try {
    await sts.send(new GetCallerIdentityCommand({}));
    return true;
  } catch (error) {
    return !(error instanceof Error && unknownCredentials.test(error.name));
  } finally {
    sts.destroy();
  }
}

const unknownCredentials = /^(InvalidClientTokenId|UnrecognizedClient|RegionDisabled)/;
