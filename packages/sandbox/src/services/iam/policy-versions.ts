import type {
  PolicyVersion as ApiVersion,
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyVersionRequest,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  SetDefaultPolicyVersionRequest,
} from "@aws-sdk/client-iam";
import type { Call, Operation } from "../../service.ts";
import { encoded } from "./documents.ts";
import { deleteConflict, limitExceeded, noSuchEntity } from "./errors.ts";
import { findPolicy } from "./find.ts";
import { findOwnPolicy, readManagedDocument } from "./managed-policies.ts";
import type { ManagedPolicy, PolicyVersion } from "./managed-policy.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { permissionFor } from "./permission.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion: Operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("CreatePolicyVersion", PolicyArn)],
  run({ PolicyArn, PolicyDocument, SetAsDefault }, call) {
    const policy = findOwnPolicy(PolicyArn, call);
    const document = readManagedDocument(PolicyDocument, call);
    if (policy.versions.size >= mostVersions) {
      throw limitExceeded(
        `A managed policy can have up to ${mostVersions} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = { id: `v${++policy.versionsMade}`, document, created: call.now };
    policy.versions.set(version.id, version);
    if (SetAsDefault) makeDefault(policy, version.id, call);
    return { PolicyVersion: summary(version, policy) };
  },
  trail: ({ PolicyArn, PolicyDocument, SetAsDefault }, { PolicyVersion: version }) => ({
    requestParameters: {
      policyArn: PolicyArn,
      policyDocument: PolicyDocument,
      ...(SetAsDefault !== undefined && { setAsDefault: SetAsDefault }),
    },
    responseElements: version
      ? { policyVersion: { versionId: version.VersionId, isDefaultVersion: version.IsDefaultVersion } }
      : null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion: Operation<SetDefaultPolicyVersionRequest, undefined> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("SetDefaultPolicyVersion", PolicyArn)],
  run({ PolicyArn, VersionId }, call) {
    const policy = findOwnPolicy(PolicyArn, call);
    makeDefault(policy, findVersion(policy, VersionId).id, call);
    return undefined;
  },
  trail: ({ PolicyArn, VersionId }) => ({
    requestParameters: { policyArn: PolicyArn, versionId: VersionId },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion: Operation<GetPolicyVersionRequest, GetPolicyVersionResponse> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("GetPolicyVersion", PolicyArn)],
  run({ PolicyArn, VersionId }, call) {
    const policy = findPolicy(PolicyArn, call);
    const version = findVersion(policy, VersionId);
    return { PolicyVersion: { ...summary(version, policy), Document: encoded(version.document) } };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions: Operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("ListPolicyVersions", PolicyArn)],
  run({ PolicyArn, ...request }, call) {
    const policy = findPolicy(PolicyArn, call);
    const { items, ...rest } = page(policy.versions.values(), ({ id }) => id.padStart(8), request);
    return { Versions: items.map((version) => summary(version, policy)), ...rest };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion: Operation<DeletePolicyVersionRequest, undefined> = {
  permissions: ({ PolicyArn = "" }) => [permissionFor("DeletePolicyVersion", PolicyArn)],
  run({ PolicyArn, VersionId }, call) {
    const policy = findOwnPolicy(PolicyArn, call);
    const { id } = findVersion(policy, VersionId);
    if (id === policy.defaultVersionId)
      throw deleteConflict("Cannot delete the default version of a policy.");
    policy.versions.delete(id);
    return undefined;
  },
  trail: ({ PolicyArn, VersionId }) => ({
    requestParameters: { policyArn: PolicyArn, versionId: VersionId },
    responseElements: null,
  }),
};

/** A version without its document. */
export function summary({ id, created }: PolicyVersion, { defaultVersionId }: ManagedPolicy): ApiVersion {
  return { VersionId: id, IsDefaultVersion: id === defaultVersionId, CreateDate: created };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostVersions = 5;

function makeDefault(policy: ManagedPolicy, id: string, { now }: Call): void {
  policy.defaultVersionId = id;
  policy.updated = now;
}

function findVersion(policy: ManagedPolicy, id: string | undefined): PolicyVersion {
  const version = policy.versions.get(required("versionId", id));
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}
