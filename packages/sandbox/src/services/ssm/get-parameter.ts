import type { GetParameterRequest, GetParameterResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../../service.ts";
import { parameterArn, parameterPermission, requireParameter } from "./parameter.ts";

/** By name alone: versions and labels are not served. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const getParameter: Operation<GetParameterRequest, GetParameterResult> = {
  permissions: ({ Name }, call) => [parameterPermission("GetParameter", Name, call)],
  run({ Name }, call) {
    const { name, type, value, version, changedAt } = requireParameter(Name, call);
    return {
      Parameter: {
        Name: name,
        Type: type,
        Value: value,
        Version: version,
        LastModifiedDate: changedAt,
        ARN: parameterArn(name, call),
        DataType: "text",
      },
    };
  },
};
