/** What a user may do: inline policies, and managed policies attached. */
import type {
  AttachUserPolicyRequest,
  DeleteUserPolicyRequest,
  DetachUserPolicyRequest,
  GetUserPolicyRequest,
  GetUserPolicyResponse,
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse,
  ListUserPoliciesRequest,
  ListUserPoliciesResponse,
  PutUserPolicyRequest,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { attach, detach, listAttached } from "./attached.ts";
import { findUser } from "./find.ts";
import { deleteInline, getInline, listInline, putInline } from "./inline.ts";
import { userPermission } from "./permission.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy: Operation<AttachUserPolicyRequest, undefined> = {
  permissions: ({ UserName, PolicyArn = "" }, call) => [
    userPermission("AttachUserPolicy", UserName, call, { "iam:PolicyARN": PolicyArn }),
  ],
  run({ UserName, PolicyArn }, call) {
    attach(findUser(UserName, call), PolicyArn, "User", call);
    return undefined;
  },
  trail: ({ UserName, PolicyArn }) => ({
    requestParameters: { userName: UserName, policyArn: PolicyArn },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy: Operation<DetachUserPolicyRequest, undefined> = {
  permissions: ({ UserName, PolicyArn = "" }, call) => [
    userPermission("DetachUserPolicy", UserName, call, { "iam:PolicyARN": PolicyArn }),
  ],
  run({ UserName, PolicyArn }, call) {
    detach(findUser(UserName, call), PolicyArn);
    return undefined;
  },
  trail: ({ UserName, PolicyArn }) => ({
    requestParameters: { userName: UserName, policyArn: PolicyArn },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies: Operation<
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse
> = {
  permissions: ({ UserName }, call) => [userPermission("ListAttachedUserPolicies", UserName, call)],
  run: ({ UserName, ...request }, call) => listAttached(findUser(UserName, call), request, call),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy: Operation<PutUserPolicyRequest, undefined> = {
  permissions: ({ UserName }, call) => [userPermission("PutUserPolicy", UserName, call)],
  run({ UserName, ...policy }, call) {
    putInline(findUser(UserName, call), policy, "user", call);
    return undefined;
  },
  trail: ({ UserName, PolicyName, PolicyDocument }) => ({
    requestParameters: { userName: UserName, policyName: PolicyName, policyDocument: PolicyDocument },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy: Operation<GetUserPolicyRequest, GetUserPolicyResponse> = {
  permissions: ({ UserName }, call) => [userPermission("GetUserPolicy", UserName, call)],
  run({ UserName, PolicyName }, call) {
    const user = findUser(UserName, call);
    return { UserName: user.name, ...getInline(user, PolicyName, "user") };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy: Operation<DeleteUserPolicyRequest, undefined> = {
  permissions: ({ UserName }, call) => [userPermission("DeleteUserPolicy", UserName, call)],
  run({ UserName, PolicyName }, call) {
    deleteInline(findUser(UserName, call), PolicyName, "user");
    return undefined;
  },
  trail: ({ UserName, PolicyName }) => ({
    requestParameters: { userName: UserName, policyName: PolicyName },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export const listUserPolicies: Operation<ListUserPoliciesRequest, ListUserPoliciesResponse> = {
  permissions: ({ UserName }, call) => [userPermission("ListUserPolicies", UserName, call)],
  run: ({ UserName, ...request }, call) => listInline(findUser(UserName, call), request),
};
