import {
  ParameterAlreadyExists,
  type PutParameterRequest,
  type PutParameterResult,
} from "@aws-sdk/client-ssm";
import { awsError } from "../../errors.ts";
import type { Operation } from "../../service.ts";
import { parameterPermission, parameterStore } from "./parameter.ts";

/** Standard parameters of text; secure ones are not served. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const putParameter: Operation<PutParameterRequest, PutParameterResult> = {
  permissions: ({ Name }, call) => [parameterPermission("PutParameter", Name, call)],
  run({ Name = "", Value = "", Type, Overwrite = false }, { sandbox, place, now }) {
    const parameters = parameterStore(sandbox, place);
    const before = parameters.get(Name);
    if (before && !Overwrite) {
      throw new ParameterAlreadyExists({
        message:
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        $metadata: {},
      });
    }
    const type = Type ?? before?.type ?? "String";
    if (type === "SecureString")
      throw awsError("ValidationException", "The sandbox has no secure parameters");
    if (Buffer.byteLength(Value) > standardBytesMax) {
      throw awsError(
        "ValidationException",
        "Standard tier parameters support a maximum parameter value of 4096 characters.",
      );
    }
    const version = (before?.version ?? 0) + 1;
    parameters.set(Name, { name: Name, type, value: Value, version, changedAt: now });
    return { Version: version, Tier: "Standard" };
  },
  trail: ({ Name, Type, Overwrite }, { Version, Tier }) => ({
    requestParameters: {
      name: Name,
      type: Type,
      overwrite: Overwrite,
      value: "HIDDEN_DUE_TO_SECURITY_REASONS",
    },
    responseElements: { version: Version, tier: Tier },
  }),
};

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const standardBytesMax = 4096;
