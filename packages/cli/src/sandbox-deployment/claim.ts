/** The deployment's claim to its Region, which the stack makes with CloudFormation. */
import { ParameterAlreadyExists, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { claimParameter, type RegionClaim } from "@pullpass/core";
import { connect, type Sandbox } from "@pullpass/sandbox";

/** @throws Error where pullpass is deployed already */
export async function makeClaim(sandbox: Sandbox, region: string, claim: RegionClaim): Promise<void> {
  const ssm = new SSMClient(connect(sandbox, { region }));
  const Value = JSON.stringify(claim);
  try {
    await ssm.send(new PutParameterCommand({ Name: claimParameter, Type: "String", Value }));
  } catch (cause) {
    if (!(cause instanceof ParameterAlreadyExists)) throw cause;
    throw new Error(`pullpass is deployed in ${region} already`, { cause });
  }
}
