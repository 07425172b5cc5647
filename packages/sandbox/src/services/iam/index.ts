/** AWS Identity and Access Management: roles, their policies and trust, and a few users. */
import * as sdk from "@aws-sdk/client-iam";
import constraints from "../../constraints/tables/iam.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "./access-keys.ts";
import { getAccountAuthorizationDetails } from "./account-details.ts";
import {
  attachRolePolicy,
  deleteRolePermissionsBoundary,
  detachRolePolicy,
  listAttachedRolePolicies,
  putRolePermissionsBoundary,
} from "./attached-policies.ts";
import { listEntitiesForPolicy } from "./entities-for-policy.ts";
import { refuseInput } from "./input-refusal.ts";
import { keepIam } from "./lag.ts";
import { createPolicy, deletePolicy, getPolicy, listPolicies } from "./managed-policies.ts";
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from "./policy-versions.ts";
import { deleteRolePolicy, getRolePolicy, listRolePolicies, putRolePolicy } from "./role-policies.ts";
import { createRole, deleteRole, getRole, listRoles, updateAssumeRolePolicy, updateRole } from "./roles.ts";
import { createServiceLinkedRole } from "./service-linked-roles.ts";
import { listRoleTags, tagRole, untagRole } from "./tags.ts";
import {
  attachUserPolicy,
  deleteUserPolicy,
  detachUserPolicy,
  getUserPolicy,
  listAttachedUserPolicies,
  listUserPolicies,
  putUserPolicy,
} from "./user-policies.ts";
import { createUser, deleteUser, getUser, listUsers } from "./users.ts";

export const iam: Service = {
  signingName: "iam",
  eventSource: "iam.amazonaws.com",
  sdk,
  start: (sandbox) => {
    if (sandbox.iamLagMs === 0) return;
    sandbox.after(({ service, operation, from }) => {
      if (service === "iam" && !/^(Get|List)/.test(operation)) keepIam(sandbox, from.place.account);
    });
  },
  client: () => new sdk.IAMClient({ region: "us-east-1" }),
  constraints,
  refuseInput,
  operations: {
    AttachRolePolicy: attachRolePolicy,
    AttachUserPolicy: attachUserPolicy,
    CreateAccessKey: createAccessKey,
    CreatePolicy: createPolicy,
    CreatePolicyVersion: createPolicyVersion,
    CreateRole: createRole,
    CreateServiceLinkedRole: createServiceLinkedRole,
    CreateUser: createUser,
    DeleteAccessKey: deleteAccessKey,
    DeletePolicy: deletePolicy,
    DeletePolicyVersion: deletePolicyVersion,
    DeleteRole: deleteRole,
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DeleteUser: deleteUser,
    DeleteUserPolicy: deleteUserPolicy,
    DetachRolePolicy: detachRolePolicy,
    DetachUserPolicy: detachUserPolicy,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetUser: getUser,
    GetUserPolicy: getUserPolicy,
    ListAccessKeys: listAccessKeys,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListAttachedUserPolicies: listAttachedUserPolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    ListPolicies: listPolicies,
    ListPolicyVersions: listPolicyVersions,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    ListRoleTags: listRoleTags,
    ListUserPolicies: listUserPolicies,
    ListUsers: listUsers,
    PutRolePermissionsBoundary: putRolePermissionsBoundary,
    PutRolePolicy: putRolePolicy,
    PutUserPolicy: putUserPolicy,
    SetDefaultPolicyVersion: setDefaultPolicyVersion,
    TagRole: tagRole,
    UntagRole: untagRole,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateRole: updateRole,
  },
};
