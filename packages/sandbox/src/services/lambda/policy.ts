import {
  type AddPermissionRequest,
  type AddPermissionResponse,
  type GetPolicyRequest,
  type GetPolicyResponse,
  type RemovePermissionRequest,
  ResourceConflictException,
} from "@aws-sdk/client-lambda";
import { policyText } from "../../functions/policy.ts";
import type { Operation } from "../../service.ts";
import { functionPermission, notFound, requireFunction } from "./find-function.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = {
  permissions: ({ FunctionName }, call) => [functionPermission("GetPolicy", FunctionName, call)],
  run({ FunctionName }, call) {
    const { policy } = requireFunction(FunctionName, call);
    if (policy.size === 0) throw notFound("The resource you requested does not exist.");
    return { Policy: policyText(policy) };
  },
};

/** Of services and accounts, as rules and topics need it. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission: Operation<AddPermissionRequest, AddPermissionResponse> = {
  permissions: ({ FunctionName }, call) => [functionPermission("AddPermission", FunctionName, call)],
  run(input, call) {
    const { arn, policy } = requireFunction(input.FunctionName, call);
    const { StatementId: Sid = "", Action = "", Principal = "", SourceArn, SourceAccount } = input;
    if (policy.has(Sid)) {
      const message = `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
      throw new ResourceConflictException({ message, Type: "User", $metadata: {} });
    }
    const isService = Principal.endsWith(".amazonaws.com");
    const conditions = {
      ...(SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": SourceArn } }),
      ...(SourceAccount !== undefined && { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
    };
    const statement = {
      Sid,
      Effect: "Allow",
      Principal: isService ? { Service: Principal } : { AWS: Principal },
      Action,
      Resource: arn,
      ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
    } as const;
    policy.set(Sid, statement);
    return { Statement: JSON.stringify(statement) };
  },
  trail: ({ FunctionName, StatementId, Action, Principal, SourceArn }, { Statement }) => ({
    requestParameters: {
      functionName: FunctionName,
      statementId: StatementId,
      action: Action,
      principal: Principal,
      sourceArn: SourceArn,
    },
    responseElements: { statement: Statement },
  }),
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission: Operation<RemovePermissionRequest, void> = {
  permissions: ({ FunctionName }, call) => [functionPermission("RemovePermission", FunctionName, call)],
  run({ FunctionName, StatementId = "" }, call) {
    const { policy } = requireFunction(FunctionName, call);
    if (!policy.delete(StatementId))
      throw notFound(`Statement ${StatementId} is not found in resource policy.`);
  },
  trail: ({ FunctionName, StatementId }) => ({
    requestParameters: { functionName: FunctionName, statementId: StatementId },
    responseElements: null,
  }),
};
