import {
  type GetKeyPolicyRequest,
  type GetKeyPolicyResponse,
  type ListKeyPoliciesRequest,
  type ListKeyPoliciesResponse,
  MalformedPolicyDocumentException,
  NotFoundException,
  type PutKeyPolicyRequest,
} from "@aws-sdk/client-kms";
import type { Call, Operation, Place } from "../../service.ts";
import { findKeyToChange } from "./find-key.ts";
import { keyPermission } from "./permission.ts";
import type { Key } from "./state.ts";
import { keyTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy: Operation<GetKeyPolicyRequest, GetKeyPolicyResponse> = {
  permissions: (input, call) => [keyPermission("GetKeyPolicy", findKeyToChange(input.KeyId, call), call)],
  run(input, call) {
    requireDefault(input.PolicyName);
    return { Policy: findKeyToChange(input.KeyId, call).policy, PolicyName: "default" };
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const putKeyPolicy: Operation<PutKeyPolicyRequest, undefined> = {
  permissions: (input, call) => [keyPermission("PutKeyPolicy", findKeyToChange(input.KeyId, call), call)],
  run(input, call) {
    requireDefault(input.PolicyName);
    const key = findKeyToChange(input.KeyId, call);
    const policy = readPolicy(input.Policy);
    if (!input.BypassPolicyLockoutSafetyCheck) requireWayBack(key, policy, call);
    key.policy = policy;
    return undefined;
  },
  trail(input, _, call) {
    const key = findKeyToChange(input.KeyId, call);
    const request = {
      keyId: input.KeyId,
      policyName: "default",
      policy: input.Policy,
      bypassPolicyLockoutSafetyCheck: input.BypassPolicyLockoutSafetyCheck ?? false,
    };
    return keyTrail(key, request, { keyId: key.arn });
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies: Operation<ListKeyPoliciesRequest, ListKeyPoliciesResponse> = {
  permissions: (input, call) => [keyPermission("ListKeyPolicies", findKeyToChange(input.KeyId, call), call)],
  run: () => ({ PolicyNames: ["default"], Truncated: false }),
};

/**
 * The policy of a key made without one: it leaves everything to IAM.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function defaultKeyPolicy({ partition, account }: Place): string {
  const statement = {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Id: "key-default-1", Statement: [statement] }, undefined, 2);
}

/**
 * The text of a key policy, if it is one.
 * @throws MalformedPolicyDocumentException; its message is unverified, a call with broken JSON would settle it
 */
export function readPolicy(text: string | undefined): string {
  const document = parse(text ?? "");
  const isPolicy = typeof document === "object" && document !== null && "Statement" in document;
  if (!isPolicy) throw malformed("Policy document is malformed");
  return text ?? "";
}

/**
 * The safety check against a policy that its author could never change again.
 * @throws MalformedPolicyDocumentException
 */
export function requireWayBack(key: Key, policy: string, call: Call): void {
  const { decide } = call.sandbox;
  const from = { caller: call.caller, place: call.place };
  const decision = decide({ ...keyPermission("PutKeyPolicy", key, call), resourcePolicy: policy }, from);
  if (decision.kind !== "allowed") {
    throw malformed("The new key policy will not allow you to update the key policy in the future.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requireDefault(policyName: string | undefined): void {
  if (policyName !== undefined && policyName !== "default") {
    throw new NotFoundException({ message: "No such policy exists", $metadata: {} });
  }
}

function malformed(message: string) {
  return new MalformedPolicyDocumentException({ message, $metadata: {} });
}
