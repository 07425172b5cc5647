import type {
  AttachRolePolicyRequest,
  DeleteRolePermissionsBoundaryRequest,
  DetachRolePolicyRequest,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  PutRolePermissionsBoundaryRequest,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { attach, detach, listAttached } from "./attached.ts";
import { noSuchEntity } from "./errors.ts";
import { findAttachable, findRole, findRoleToChange } from "./find.ts";
import { rolePermission } from "./permission.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy: Operation<AttachRolePolicyRequest, undefined> = {
  permissions: ({ RoleName, PolicyArn = "" }, call) => [
    rolePermission("AttachRolePolicy", RoleName, call, { "iam:PolicyARN": PolicyArn }),
  ],
  run({ RoleName, PolicyArn }, call) {
    attach(findRoleToChange(RoleName, call), PolicyArn, "Role", call);
    return undefined;
  },
  trail: ({ RoleName, PolicyArn }) => ({
    requestParameters: { roleName: RoleName, policyArn: PolicyArn },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy: Operation<DetachRolePolicyRequest, undefined> = {
  permissions: ({ RoleName, PolicyArn = "" }, call) => [
    rolePermission("DetachRolePolicy", RoleName, call, { "iam:PolicyARN": PolicyArn }),
  ],
  run({ RoleName, PolicyArn }, call) {
    detach(findRoleToChange(RoleName, call), PolicyArn);
    return undefined;
  },
  trail: ({ RoleName, PolicyArn }) => ({
    requestParameters: { roleName: RoleName, policyArn: PolicyArn },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies: Operation<
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
> = {
  permissions: ({ RoleName }, call) => [rolePermission("ListAttachedRolePolicies", RoleName, call)],
  run: ({ RoleName, ...request }, call) => listAttached(findRole(RoleName, call), request, call),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const putRolePermissionsBoundary: Operation<PutRolePermissionsBoundaryRequest, undefined> = {
  permissions: ({ RoleName, PermissionsBoundary = "" }, call) => [
    rolePermission("PutRolePermissionsBoundary", RoleName, call, {
      "iam:PermissionsBoundary": PermissionsBoundary,
    }),
  ],
  run({ RoleName, PermissionsBoundary }, call) {
    findRoleToChange(RoleName, call).boundary = findAttachable(PermissionsBoundary, call).arn;
    return undefined;
  },
  trail: ({ RoleName, PermissionsBoundary }) => ({
    requestParameters: { roleName: RoleName, permissionsBoundary: PermissionsBoundary },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const deleteRolePermissionsBoundary: Operation<DeleteRolePermissionsBoundaryRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("DeleteRolePermissionsBoundary", RoleName, call)],
  run({ RoleName }, call) {
    const role = findRoleToChange(RoleName, call);
    if (role.boundary === undefined) {
      throw noSuchEntity(`The role ${role.name} has no permissions boundary.`);
    }
    role.boundary = undefined;
    return undefined;
  },
  trail: ({ RoleName }) => ({ requestParameters: { roleName: RoleName }, responseElements: null }),
};
