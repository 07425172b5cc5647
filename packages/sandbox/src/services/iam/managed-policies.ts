import type {
  Policy as ApiPolicy,
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
} from "@aws-sdk/client-iam";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { readDocument } from "./documents.ts";
import { alreadyExists, deleteConflict } from "./errors.ts";
import { findPolicy, stateOf } from "./find.ts";
import { newId } from "./ids.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { iamArn, permissionFor, requestTags } from "./permission.ts";
import { setTags, tagList } from "./tags.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy: Operation<CreatePolicyRequest, CreatePolicyResponse> = {
  permissions: ({ PolicyName, Path = "/", Tags }, call) => [
    permissionFor("CreatePolicy", iamArn(call, `policy${Path}${PolicyName ?? ""}`), requestTags(Tags)),
  ],
  run(input, call) {
    const name = required("policyName", input.PolicyName);
    const { policies } = stateOf(call);
    const sameName = (policy: ManagedPolicy) =>
      policy.name.toLowerCase() === name.toLowerCase() && !isAwsManaged(policy);
    if ([...policies.values()].some(sameName)) {
      throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    }
    const policy = newPolicy(name, input, call);
    policies.set(policy.arn, policy);
    return { Policy: { ...policyOf(policy, call), ...tagsOf(policy) } };
  },
  trail: ({ PolicyName, PolicyDocument, Path }, { Policy: policy }) => ({
    requestParameters: {
      policyName: PolicyName,
      policyDocument: PolicyDocument,
      ...(Path !== undefined && { path: Path }),
    },
    responseElements: policy
      ? {
          policy: {
            policyName: policy.PolicyName,
            policyId: policy.PolicyId,
            arn: policy.Arn,
            path: policy.Path,
          },
        }
      : null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("GetPolicy", PolicyArn)],
  run({ PolicyArn }, call) {
    const policy = findPolicy(PolicyArn, call);
    const { description } = policy;
    return {
      Policy: {
        ...policyOf(policy, call),
        ...tagsOf(policy),
        ...(description !== undefined && { Description: description }),
      },
    };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies: Operation<ListPoliciesRequest, ListPoliciesResponse> = {
  permissions: ({ PathPrefix = "/" }, call) => [
    permissionFor("ListPolicies", iamArn(call, `policy${PathPrefix}`)),
  ],
  run({ Scope = "All", OnlyAttached = false, PathPrefix = "/", ...request }, call) {
    const asked = [...stateOf(call).policies.values()]
      .filter((policy) => Scope === "All" || isAwsManaged(policy) === (Scope === "AWS"))
      .filter((policy) => !OnlyAttached || holders(policy, call) > 0)
      .filter(({ path }) => path.startsWith(PathPrefix));
    const { items, ...rest } = page(asked, ({ arn }) => arn, request);
    return { Policies: items.map((policy) => policyOf(policy, call)), ...rest };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy: Operation<DeletePolicyRequest, undefined> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("DeletePolicy", PolicyArn)],
  run({ PolicyArn }, call) {
    const policy = findOwnPolicy(PolicyArn, call);
    if (holders(policy, call) + bounded(policy, call) > 0) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (policy.versions.size > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    stateOf(call).policies.delete(policy.arn);
    return undefined;
  },
  trail: ({ PolicyArn }) => ({ requestParameters: { policyArn: PolicyArn }, responseElements: null }),
};

/** A policy that people may change. @throws NoSuchEntityException, AccessDenied for AWS's own */
export function findOwnPolicy(arn: string | undefined, call: Call): ManagedPolicy {
  const policy = findPolicy(arn, call);
  if (isAwsManaged(policy))
    throw awsError("AccessDenied", `Cannot modify ${policy.arn}: it belongs to AWS.`, 403);
  return policy;
}

/** The text, if it is a policy within the quota. @throws MalformedPolicyDocumentException, LimitExceededException */
export function readManagedDocument(text: string | undefined, call: Call): string {
  return readDocument("policyDocument", text, "managed", call);
}

function newPolicy(name: string, input: CreatePolicyRequest, call: Call): ManagedPolicy {
  const path = input.Path ?? "/";
  const tags = new Map<string, string>();
  setTags(tags, input.Tags ?? []);
  const document = readManagedDocument(input.PolicyDocument, call);
  return {
    arn: iamArn(call, `policy${path}${name}`),
    name,
    path,
    id: newId("ANPA", call),
    created: call.now,
    updated: call.now,
    description: input.Description,
    versions: new Map([["v1", { id: "v1", document, created: call.now }]]),
    tags,
    defaultVersionId: "v1",
    versionsMade: 1,
  };
}

function policyOf(policy: ManagedPolicy, call: Call): ApiPolicy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: holders(policy, call),
    PermissionsBoundaryUsageCount: bounded(policy, call),
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
  };
}

function tagsOf({ tags }: ManagedPolicy) {
  return tags.size > 0 ? { Tags: tagList(tags) } : {};
}

function isAwsManaged({ arn }: ManagedPolicy): boolean {
  return arn.includes(":iam::aws:");
}

function holders({ arn }: ManagedPolicy, call: Call): number {
  const { roles, users } = stateOf(call);
  return [...roles.values(), ...users.values()].filter(({ attached }) => attached.has(arn)).length;
}

function bounded({ arn }: ManagedPolicy, call: Call): number {
  const { roles, users } = stateOf(call);
  return [...roles.values(), ...users.values()].filter(({ boundary }) => boundary === arn).length;
}
