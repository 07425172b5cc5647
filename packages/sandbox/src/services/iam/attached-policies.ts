import type {
  AttachRolePolicyRequest,
  DeleteRolePermissionsBoundaryRequest,
  DetachRolePolicyRequest,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  PutRolePermissionsBoundaryRequest,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { findAttachable, findRole, findRoleToChange, stateOf } from "./find.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { rolePermission } from "./permission.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy: Operation<AttachRolePolicyRequest, undefined> = {
  permissions: ({ RoleName, PolicyArn = "" }, call) => [
    rolePermission("AttachRolePolicy", RoleName, call, { "iam:PolicyARN": PolicyArn }),
  ],
  run({ RoleName, PolicyArn }, call) {
    const { attached } = findRoleToChange(RoleName, call);
    const { arn } = findAttachable(PolicyArn, call);
    if (attached.size >= mostAttached && !attached.has(arn)) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${mostAttached}`);
    }
    attached.add(arn);
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
    const { attached } = findRoleToChange(RoleName, call);
    const arn = required("policyArn", PolicyArn);
    if (!attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
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
  run({ RoleName, PathPrefix = "/", ...request }, call) {
    const { policies } = stateOf(call);
    const attached = [...findRole(RoleName, call).attached]
      .flatMap((arn) => policies.get(arn) ?? [])
      .filter(({ path }) => path.startsWith(PathPrefix));
    const { items, ...rest } = page(attached, ({ arn }) => arn, request);
    return {
      AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })),
      ...rest,
    };
  },
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

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostAttached = 10;
