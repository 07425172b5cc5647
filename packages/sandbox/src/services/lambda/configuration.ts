import type {
  FunctionConfiguration,
  GetAccountSettingsRequest,
  GetAccountSettingsResponse,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  GetFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { functionStore } from "../../functions/state.ts";
import type { Operation } from "../../service.ts";
import { functionPermission, requireFunction } from "./find-function.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: Operation<GetFunctionConfigurationRequest, FunctionConfiguration> = {
  permissions: ({ FunctionName }, call) => [
    functionPermission("GetFunctionConfiguration", FunctionName, call),
  ],
  run({ FunctionName }, call) {
    const { name, arn, roleArn, timeoutMs, environment, deployedAt } = requireFunction(FunctionName, call);
    return {
      FunctionName: name,
      FunctionArn: arn,
      Role: roleArn,
      Timeout: timeoutMs / 1000,
      Version: "$LATEST",
      LastModified: deployedAt.toISOString().replace("Z", "+0000"),
      State: "Active",
      LastUpdateStatus: "Successful",
      ...(Object.keys(environment).length > 0 && { Environment: { Variables: { ...environment } } }),
    };
  },
};

/** Nothing is reserved here, and nobody waits for room. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const getFunctionConcurrency: Operation<
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse
> = {
  permissions: ({ FunctionName }, call) => [functionPermission("GetFunctionConcurrency", FunctionName, call)],
  run({ FunctionName }, call) {
    requireFunction(FunctionName, call);
    return {};
  },
};

/** The limits that accounts begin with. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const getAccountSettings: Operation<GetAccountSettingsRequest, GetAccountSettingsResponse> = {
  permissions: () => [{ action: "lambda:GetAccountSettings", resource: "*" }],
  run(_, { sandbox, place }) {
    const isHere = (arn: string) =>
      arn.split(":").slice(3, 5).join() === [place.region, place.account].join();
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: 1_000,
        UnreservedConcurrentExecutions: 1_000,
      },
      AccountUsage: { FunctionCount: [...functionStore(sandbox).keys()].filter(isHere).length },
    };
  },
};
