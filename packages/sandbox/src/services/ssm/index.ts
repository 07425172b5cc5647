/** AWS Systems Manager: the parameters of an account in a Region. */
import constraints from "../../constraints/tables/ssm.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { deleteParameter } from "./delete-parameter.ts";
import { getParameter } from "./get-parameter.ts";
import { putParameter } from "./put-parameter.ts";
import * as sdk from "./sdk.ts";

export const ssm: Service = {
  signingName: "ssm",
  eventSource: "ssm.amazonaws.com",
  sdk,
  client: () => new sdk.SSMClient({ region: "us-east-1" }),
  constraints,
  operations: {
    DeleteParameter: deleteParameter,
    GetParameter: getParameter,
    PutParameter: putParameter,
  },
};
