/** AWS Identity and Access Management: roles, their policies and trust, and a few users. */
import * as sdk from "@aws-sdk/client-iam";
import type { Service } from "../../service.ts";
import { getAccountAuthorizationDetails } from "./account-details.ts";
import {
  attachRolePolicy,
  deleteRolePermissionsBoundary,
  detachRolePolicy,
  listAttachedRolePolicies,
  putRolePermissionsBoundary,
} from "./attached-policies.ts";
import {
  deleteRolePolicy,
  getRolePolicy,
  listRolePolicies,
  putRolePolicy,
  putUserPolicy,
} from "./inline-policies.ts";
import { createPolicy, deletePolicy, getPolicy, listPolicies } from "./managed-policies.ts";
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from "./policy-versions.ts";
import { createRole, deleteRole, getRole, listRoles, updateAssumeRolePolicy, updateRole } from "./roles.ts";
import { createServiceLinkedRole } from "./service-linked-roles.ts";
import { listRoleTags, tagRole, untagRole } from "./tags.ts";
import { createAccessKey, createUser, getUser, listUsers } from "./users.ts";

export const iam: Service = {
  signingName: "iam",
  eventSource: "iam.amazonaws.com",
  sdk,
  client: () => new sdk.IAMClient({ region: "us-east-1" }),
  operations: {
    AttachRolePolicy: attachRolePolicy,
    CreateAccessKey: createAccessKey,
    CreatePolicy: createPolicy,
    CreatePolicyVersion: createPolicyVersion,
    CreateRole: createRole,
    CreateServiceLinkedRole: createServiceLinkedRole,
    CreateUser: createUser,
    DeletePolicy: deletePolicy,
    DeletePolicyVersion: deletePolicyVersion,
    DeleteRole: deleteRole,
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DetachRolePolicy: detachRolePolicy,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetUser: getUser,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListPolicies: listPolicies,
    ListPolicyVersions: listPolicyVersions,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    ListRoleTags: listRoleTags,
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
