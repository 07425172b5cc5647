/** IAM's records, which appear in one Region only: us-east-1. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
import { isRoleName, parseArn } from "../model/arn.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { textOf } from "./members.ts";
import type { CloudTrailRecord, RecordDecoder } from "./record.ts";

const changed = roleReader("role-changed");
const policiesChanged = roleReader("role-policies-changed");

/** Any inline policy counts, not pullpass's own alone: someone else's may deny what pullpass granted. */
export const iam: ReadonlyMap<string, RecordDecoder> = new Map([
  ["AttachRolePolicy", policiesChanged],
  ["CreatePolicyVersion", newDefaultVersion],
  ["CreateRole", changed],
  ["DeleteRole", roleReader("role-deleted")],
  ["DeleteRolePermissionsBoundary", changed],
  ["DeleteRolePolicy", changed],
  ["DetachRolePolicy", policiesChanged],
  ["PutRolePermissionsBoundary", changed],
  ["PutRolePolicy", changed],
  ["SetDefaultPolicyVersion", policyChanged],
  ["TagRole", changed],
  ["UntagRole", changed],
  ["UpdateAssumeRolePolicy", changed],
]);

function roleReader(kind: "role-changed" | "role-deleted" | "role-policies-changed"): RecordDecoder {
  return (record) => {
    const role = textOf(record.request, "roleName");
    if (role === undefined || !isRoleName(role)) return ignore(`this ${record.name} does not say which role`);
    const policy = textOf(record.request, "policyName");
    const { origin } = record;
    const cause = { ...origin.cause, ...(policy !== undefined && { policy: policy.slice(0, 128) }) };
    return { kind, role, ...origin, cause };
  };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
function newDefaultVersion(record: CloudTrailRecord): Trigger | Ignored {
  if (record.request.setAsDefault !== true) return ignore("the new version of the policy is not its default");
  return policyChanged(record);
}

function policyChanged({ name, request, origin }: CloudTrailRecord): Trigger | Ignored {
  const policy = textOf(request, "policyArn");
  if (policy === undefined || !isPolicyArn(policy)) return ignore(`this ${name} does not say which policy`);
  return { kind: "policy-changed", policy, ...origin };
}

function isPolicyArn(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === "iam" && /^policy\/(?:[\u0021-\u007e]+\/)?[\w+=,.@-]{1,128}$/.test(arn.resource);
}
