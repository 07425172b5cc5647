import type {
  DeleteRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
  PutUserPolicyRequest,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { encoded, readDocument, sizeOf } from "./documents.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { findRole, findRoleToChange, findUser } from "./find.ts";
import { readName } from "./names.ts";
import { page } from "./page.ts";
import { rolePermission, userPermission } from "./permission.ts";
import type { Identity } from "./state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy: Operation<PutRolePolicyRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("PutRolePolicy", RoleName, call)],
  run({ RoleName, ...policy }, call) {
    put(findRoleToChange(RoleName, call), policy, { kind: "role", bytes: 10_240 });
    return undefined;
  },
  trail: ({ RoleName, PolicyName, PolicyDocument }) => ({
    requestParameters: { roleName: RoleName, policyName: PolicyName, policyDocument: PolicyDocument },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy: Operation<PutUserPolicyRequest, undefined> = {
  permissions: ({ UserName }, call) => [userPermission("PutUserPolicy", UserName, call)],
  run({ UserName, ...policy }, call) {
    put(findUser(UserName, call), policy, { kind: "user", bytes: 2048 });
    return undefined;
  },
  trail: ({ UserName, PolicyName, PolicyDocument }) => ({
    requestParameters: { userName: UserName, policyName: PolicyName, policyDocument: PolicyDocument },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy: Operation<GetRolePolicyRequest, GetRolePolicyResponse> = {
  permissions: ({ RoleName }, call) => [rolePermission("GetRolePolicy", RoleName, call)],
  run({ RoleName, PolicyName }, call) {
    const role = findRole(RoleName, call);
    const name = readName("policyName", PolicyName);
    const document = role.inline.get(name);
    if (document === undefined) throw noSuchPolicy(name);
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encoded(document) };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy: Operation<DeleteRolePolicyRequest, undefined> = {
  permissions: ({ RoleName }, call) => [rolePermission("DeleteRolePolicy", RoleName, call)],
  run({ RoleName, PolicyName }, call) {
    const role = findRoleToChange(RoleName, call);
    const name = readName("policyName", PolicyName);
    if (!role.inline.delete(name)) throw noSuchPolicy(name);
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
  run({ RoleName, ...request }, call) {
    const { items, ...rest } = page(findRole(RoleName, call).inline.keys(), (name) => name, request);
    return { PolicyNames: [...items], ...rest };
  },
};

interface Quota {
  readonly kind: "role" | "user";
  /** Over all inline policies, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  readonly bytes: number;
}

interface InlinePolicy {
  readonly PolicyName: string | undefined;
  readonly PolicyDocument: string | undefined;
}

function put(identity: Identity, { PolicyName, PolicyDocument }: InlinePolicy, quota: Quota): void {
  const name = readName("policyName", PolicyName);
  const document = readDocument("policyDocument", PolicyDocument, "identity");
  const others = [...identity.inline].filter(([other]) => other !== name).map(([, other]) => sizeOf(other));
  if (others.reduce((sum, size) => sum + size, sizeOf(document)) > quota.bytes) {
    throw limitExceeded(
      `Maximum policy size of ${quota.bytes} bytes exceeded for ${quota.kind} ${identity.name}`,
    );
  }
  identity.inline.set(name, document);
}

function noSuchPolicy(name: string) {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
