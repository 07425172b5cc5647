import type {
  User as ApiUser,
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
} from "@aws-sdk/client-iam";
import type { Call, Operation } from "../../service.ts";
import { alreadyExists, deleteConflict } from "./errors.ts";
import { findAttachable, findUser, requireNoPolicies, stateOf } from "./find.ts";
import { newId } from "./ids.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { iamArn, permissionFor, requestTags, userPermission } from "./permission.ts";
import { details } from "./roles.ts";
import type { User } from "./state.ts";
import { setTags } from "./tags.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser: Operation<CreateUserRequest, CreateUserResponse> = {
  permissions: ({ UserName, Path = "/", Tags }, call) => [
    permissionFor("CreateUser", iamArn(call, `user${Path}${UserName ?? ""}`), requestTags(Tags)),
  ],
  run(input, call) {
    const name = required("userName", input.UserName);
    const { users } = stateOf(call);
    if (users.has(name.toLowerCase())) throw alreadyExists(`User with name ${name} already exists.`);
    const user = newUser(name, input, call);
    users.set(name.toLowerCase(), user);
    return { User: { ...userOf(user), ...details(user) } };
  },
  trail: ({ UserName }, { User: user }) => ({
    requestParameters: { userName: UserName },
    responseElements: user
      ? { user: { path: user.Path, userName: user.UserName, userId: user.UserId, arn: user.Arn } }
      : null,
  }),
};

/** Of the caller, if no name is given. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser: Operation<GetUserRequest, GetUserResponse> = {
  permissions: (input, call) => [userPermission("GetUser", nameOf(input, call), call)],
  run(input, call) {
    const user = findUser(nameOf(input, call), call);
    return { User: { ...userOf(user), ...details(user) } };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers: Operation<ListUsersRequest, ListUsersResponse> = {
  permissions: ({ PathPrefix = "/" }, call) => [
    permissionFor("ListUsers", iamArn(call, `user${PathPrefix}`)),
  ],
  run({ PathPrefix = "/", ...request }, call) {
    const users = [...stateOf(call).users.values()].filter(({ path }) => path.startsWith(PathPrefix));
    const { items, ...rest } = page(users, ({ name }) => name, request);
    return { Users: items.map(userOf), ...rest };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser: Operation<DeleteUserRequest, undefined> = {
  permissions: ({ UserName }, call) => [userPermission("DeleteUser", UserName, call)],
  run({ UserName }, call) {
    const user = findUser(UserName, call);
    if (user.accessKeys.size > 0)
      throw deleteConflict("Cannot delete entity, must delete access keys first.");
    requireNoPolicies(user);
    stateOf(call).users.delete(user.name.toLowerCase());
    return undefined;
  },
  trail: ({ UserName }) => ({ requestParameters: { userName: UserName }, responseElements: null }),
};

/** The user that is named, or else the one who calls. */
export function nameOf(
  { UserName }: { readonly UserName?: string | undefined },
  { caller }: Call,
): string | undefined {
  return UserName ?? (caller.kind === "user" ? caller.arn.slice(caller.arn.lastIndexOf("/") + 1) : undefined);
}

function newUser(name: string, input: CreateUserRequest, call: Call): User {
  const path = input.Path ?? "/";
  const tags = new Map<string, string>();
  setTags(tags, input.Tags ?? []);
  return {
    arn: iamArn(call, `user${path}${name}`),
    name,
    path,
    id: newId("AIDA", call),
    created: call.now,
    inline: new Map(),
    attached: new Set(),
    tags,
    boundary: input.PermissionsBoundary && findAttachable(input.PermissionsBoundary, call).arn,
    accessKeys: new Map(),
  };
}

function userOf({ path, name, id, arn, created }: User): ApiUser {
  return { Path: path, UserName: name, UserId: id, Arn: arn, CreateDate: created };
}
