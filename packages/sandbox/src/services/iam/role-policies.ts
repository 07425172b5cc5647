/** A role's inline policies. */
import type {
  DeleteRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { findRole, findRoleToChange } from "./find.ts";
import { deleteInline, getInline, listInline, putInline } from "./inline.ts";
import { rolePermission } from "./permission.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy: Operation<PutRolePolicyRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("PutRolePolicy", RoleName, call)],
  run({ RoleName, ...policy }, call) {
    putInline(findRoleToChange(RoleName, call), policy, "role", call);
    return undefined;
  },
  trail: ({ RoleName, PolicyName, PolicyDocument }) => ({
    requestParameters: { roleName: RoleName, policyName: PolicyName, policyDocument: PolicyDocument },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy: Operation<GetRolePolicyRequest, GetRolePolicyResponse> = {
  permissions: ({ RoleName }, call) => [rolePermission("GetRolePolicy", RoleName, call)],
  run({ RoleName, PolicyName }, call) {
    const role = findRole(RoleName, call);
    return { RoleName: role.name, ...getInline(role, PolicyName, "role") };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy: Operation<DeleteRolePolicyRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("DeleteRolePolicy", RoleName, call)],
  run({ RoleName, PolicyName }, call) {
    deleteInline(findRoleToChange(RoleName, call), PolicyName, "role");
    return undefined;
  },
  trail: ({ RoleName, PolicyName }) => ({
    requestParameters: { roleName: RoleName, policyName: PolicyName },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export const listRolePolicies: Operation<ListRolePoliciesRequest, ListRolePoliciesResponse> = {
  permissions: ({ RoleName }, call) => [rolePermission("ListRolePolicies", RoleName, call)],
  run: ({ RoleName, ...request }, call) => listInline(findRole(RoleName, call), request),
};
