import type { DeleteParameterRequest, DeleteParameterResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../../service.ts";
import { parameterPermission, parameterStore, requireParameter } from "./parameter.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
export const deleteParameter: Operation<DeleteParameterRequest, DeleteParameterResult> = {
  permissions: ({ Name }, call) => [parameterPermission("DeleteParameter", Name, call)],
  run({ Name }, call) {
    parameterStore(call.sandbox, call.place).delete(requireParameter(Name, call).name);
    return {};
  },
  trail: ({ Name }) => ({ requestParameters: { name: Name }, responseElements: null }),
};
