/** AWS Security Token Service: who the caller is, and sessions of roles. */
import * as sdk from "@aws-sdk/client-sts";
import constraints from "../../constraints/tables/sts.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { assumeRole } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";

export const sts: Service = {
  signingName: "sts",
  eventSource: "sts.amazonaws.com",
  sdk,
  client: () => new sdk.STSClient({ region: "us-east-1" }),
  constraints,
  operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
};
