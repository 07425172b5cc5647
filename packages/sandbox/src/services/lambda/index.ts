/** AWS Lambda, as far as it says what is deployed; what runs is in `functions/`. */
import constraints from "../../constraints/tables/lambda.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { getAccountSettings, getFunctionConcurrency, getFunctionConfiguration } from "./configuration.ts";
import { addPermission, getPolicy, removePermission } from "./policy.ts";
import * as sdk from "./sdk.ts";

export const lambda: Service = {
  signingName: "lambda",
  eventSource: "lambda.amazonaws.com",
  sdk,
  client: () => new sdk.LambdaClient({ region: "us-east-1" }),
  constraints,
  operations: {
    AddPermission: addPermission,
    GetAccountSettings: getAccountSettings,
    GetFunctionConcurrency: getFunctionConcurrency,
    GetFunctionConfiguration: getFunctionConfiguration,
    GetPolicy: getPolicy,
    RemovePermission: removePermission,
  },
};
