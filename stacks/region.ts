/** Where it is deployed: never in a Region that nobody named. */
import { configuredRegion } from "@pullpass/core/aws/configured-region";

/** Says what to set. */
class NoRegion extends Error {
  constructor() {
    super(
      "pullpass cannot be deployed: no AWS Region is set. Set AWS_REGION, or AWS_PROFILE to a profile with a Region.",
    );
    this.name = "NoRegion";
  }
}

/** @throws NoRegion where neither the environment nor the profile has one: SST and the CDK would take us-east-1 */
export async function regionOf(environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  const region = await configuredRegion(environment);
  if (region === undefined) throw new NoRegion();
  return region;
}
