/** The claim of the deployment in a Region. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
import { NotFound, Refused } from "../errors.ts";
import { claimParameter, type RegionClaim, readClaim } from "../model/claim.ts";
import { isJsonObject } from "../model/json.ts";
import type { Connection } from "./clients.ts";
import { signedJson } from "./signed-json.ts";

/** `undefined` where nothing is deployed that claims it. @throws AccessDenied, Throttled, Refused or Unavailable */
export function regionClaim(connection: Connection): (region: string) => Promise<RegionClaim | undefined> {
  const call = signedJson(connection);
  return async (region) => {
    const resource = `${claimParameter} in ${region}`;
    try {
      const { Parameter } = await call({
        service: "ssm",
        region,
        operation: "GetParameter",
        path: "/",
        target: "AmazonSSM.GetParameter",
        contentType: "application/x-amz-json-1.1",
        resource,
        input: { Name: claimParameter },
      });
      const claim = readClaim(isJsonObject(Parameter) ? String(Parameter.Value) : "");
      if (claim !== undefined) return claim;
      throw new Refused({ call: "ssm:GetParameter", resource }, new Error("it holds no claim of pullpass"));
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  };
}
