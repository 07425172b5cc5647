import type {
  Role as ApiRole,
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from "@aws-sdk/client-iam";
import { localDateWithComma } from "../../local-date.ts";
import type { Call, Operation } from "../../service.ts";
import { encoded, readDocument } from "./documents.ts";
import { alreadyExists, validationError } from "./errors.ts";
import {
  belongsToAws,
  findAttachable,
  findRole,
  findRoleToChange,
  requireNoPolicies,
  stateOf,
} from "./find.ts";
import { newId } from "./ids.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { iamArn, permissionFor, requestTags, rolePermission } from "./permission.ts";
import type { Role } from "./state.ts";
import { setTags, tagList, tagsInTrail } from "./tags.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole: Operation<CreateRoleRequest, CreateRoleResponse> = {
  permissions({ RoleName, Path = "/", Tags, PermissionsBoundary }, call) {
    const resource = iamArn(call, `role${Path}${RoleName ?? ""}`);
    const context = {
      ...requestTags(Tags),
      ...(PermissionsBoundary !== undefined && { "iam:PermissionsBoundary": PermissionsBoundary }),
    };
    const actions = Tags?.length ? ["CreateRole", "TagRole"] : ["CreateRole"];
    return actions.map((action) => permissionFor(action, resource, context));
  },
  run(input, call) {
    const name = required("roleName", input.RoleName);
    const path = input.Path ?? "/";
    const { roles } = stateOf(call);
    // AWS refuses the path too; its words are unverified: one such call would settle them
    if (belongsToAws(path)) throw validationError(`Roles under ${path} are made by AWS services only.`);
    if (roles.has(name.toLowerCase())) throw alreadyExists(`Role with name ${name} already exists.`);
    const role = newRole(name, path, input, call);
    roles.set(name.toLowerCase(), role);
    return { Role: { ...roleSummary(role), ...details(role) } };
  },
  trail: (input, { Role: role }) => ({
    requestParameters: {
      roleName: input.RoleName,
      assumeRolePolicyDocument: input.AssumeRolePolicyDocument,
      ...(input.Path !== undefined && { path: input.Path }),
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.Tags?.length && { tags: tagsInTrail(input.Tags) }),
    },
    responseElements: role ? { role: roleInTrail(role) } : null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole: Operation<GetRoleRequest, GetRoleResponse> = {
  permissions: ({ RoleName }, call) => [rolePermission("GetRole", RoleName, call)],
  run({ RoleName }, call) {
    const role = findRole(RoleName, call);
    return { Role: { ...roleSummary(role), ...details(role), RoleLastUsed: {} } };
  },
};

/** Without tags and boundaries: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles: Operation<ListRolesRequest, ListRolesResponse> = {
  permissions: ({ PathPrefix = "/" }, call) => [
    permissionFor("ListRoles", iamArn(call, `role${PathPrefix}`)),
  ],
  run({ PathPrefix = "/", ...request }, call) {
    const roles = [...stateOf(call).roles.values()].filter(({ path }) => path.startsWith(PathPrefix));
    const { items, ...rest } = page(roles, ({ name }) => name, request);
    return { Roles: items.map(roleSummary), ...rest };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole: Operation<DeleteRoleRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("DeleteRole", RoleName, call)],
  run({ RoleName }, call) {
    const role = findRoleToChange(RoleName, call);
    requireNoPolicies(role);
    stateOf(call).roles.delete(role.name.toLowerCase());
    return undefined;
  },
  trail: ({ RoleName }) => ({ requestParameters: { roleName: RoleName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole: Operation<UpdateRoleRequest, UpdateRoleResponse> = {
  permissions: ({ RoleName }, call) => [rolePermission("UpdateRole", RoleName, call)],
  run({ RoleName, Description, MaxSessionDuration }, call) {
    const role = findRoleToChange(RoleName, call);
    role.maxSessionDuration = MaxSessionDuration ?? role.maxSessionDuration;
    role.description = Description ?? role.description;
    return {};
  },
  trail: ({ RoleName, Description, MaxSessionDuration }) => ({
    requestParameters: {
      roleName: RoleName,
      ...(Description !== undefined && { description: Description }),
      ...(MaxSessionDuration !== undefined && { maxSessionDuration: MaxSessionDuration }),
    },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy: Operation<UpdateAssumeRolePolicyRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("UpdateAssumeRolePolicy", RoleName, call)],
  run({ RoleName, PolicyDocument }, call) {
    const role = findRoleToChange(RoleName, call);
    role.trust = readDocument("policyDocument", PolicyDocument, "trust", call);
    return undefined;
  },
  trail: ({ RoleName, PolicyDocument }) => ({
    requestParameters: { roleName: RoleName, policyDocument: PolicyDocument },
    responseElements: null,
  }),
};

/** A role as lists show it. */
export function roleSummary(role: Role): ApiRole {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encoded(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** The boundary and the tags of a role or user, as far as there are any. */
export function details({ boundary, tags }: Pick<Role, "boundary" | "tags">) {
  return {
    ...(boundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: "PermissionsBoundaryPolicy",
        PermissionsBoundaryArn: boundary,
      } as const,
    }),
    ...(tags.size > 0 && { Tags: tagList(tags) }),
  };
}

function newRole(name: string, path: string, input: CreateRoleRequest, call: Call): Role {
  const tags = new Map<string, string>();
  setTags(tags, input.Tags ?? []);
  return {
    arn: iamArn(call, `role${path}${name}`),
    name,
    path,
    id: newId("AROA", call),
    created: call.now,
    inline: new Map(),
    attached: new Set(),
    tags,
    boundary: input.PermissionsBoundary && findAttachable(input.PermissionsBoundary, call).arn,
    trust: readDocument("assumeRolePolicyDocument", input.AssumeRolePolicyDocument, "trust", call),
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
  };
}

/** As a real record of `CreateRole` has it: the document stays encoded. */
function roleInTrail(role: ApiRole) {
  return {
    path: role.Path,
    roleName: role.RoleName,
    roleId: role.RoleId,
    arn: role.Arn,
    createDate: role.CreateDate ? localDateWithComma(role.CreateDate) : undefined,
    assumeRolePolicyDocument: role.AssumeRolePolicyDocument,
  };
}
