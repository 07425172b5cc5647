import {
  type GetKeyPolicyRequest,
  type GetKeyPolicyResponse,
  LimitExceededException,
  type ListKeyPoliciesRequest,
  type ListKeyPoliciesResponse,
  MalformedPolicyDocumentException,
  NotFoundException,
  type PutKeyPolicyRequest,
} from "@aws-sdk/client-kms";
import { decideByPolicies } from "../../authorize.ts";
import { type Answer, firstAnswer, policyFaults } from "../../policy-faults.ts";
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
    key.policy = readPolicy(input, key, call);
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
 * The text of a key's policy, if KMS takes it. The safety check: whoever puts it must be able to put the next one.
 * @throws MalformedPolicyDocumentException, LimitExceededException; that the last is the answer to a policy that is too long
 * is unverified, PutKeyPolicy with one of 33 kB would settle it
 */
export function readPolicy(input: PutPolicy, key: Key, call: Call): string {
  const text = input.Policy ?? "";
  const wayBack = input.BypassPolicyLockoutSafetyCheck ? "unchecked" : () => leavesWayBack(key, text, call);
  const faults = policyFaults(text, "key", call, { wayBack });
  if (faults === undefined) throw malformed(unreadable);
  const inForm = faults.filter(({ code }) => code !== "too-large");
  if (inForm.length > 0) throw malformed(firstAnswer(inForm, answers) ?? unreadable);
  if (faults.length > 0)
    throw new LimitExceededException({ message: "The key policy is too long.", $metadata: {} });
  return text;
}

type PutPolicy = Partial<Pick<PutKeyPolicyRequest, "Policy" | "BypassPolicyLockoutSafetyCheck">>;

function leavesWayBack(key: Key, policy: string, call: Call): boolean {
  const permission = { ...keyPermission("PutKeyPolicy", key, call), resourcePolicy: policy };
  return decideByPolicies(permission, call).kind === "allowed";
}

/** Unverified: a call with broken JSON would settle it. */
const unreadable = "Policy document is malformed";

/** As people report them. */
const answers: readonly Answer[] = [
  { to: ["principal-missing"], words: "Policy contains a statement with no principal." },
  {
    to: ["principal-type", "principal-form", "principal-unknown", "not-principal-allowed"],
    words: "Policy contains a statement with one or more invalid principals.",
  },
  {
    to: ["locks-out"],
    words: "The new key policy will not allow you to update the key policy in the future.",
  },
];

function requireDefault(policyName: string | undefined): void {
  if (policyName !== undefined && policyName !== "default") {
    throw new NotFoundException({ message: "No such policy exists", $metadata: {} });
  }
}

function malformed(message: string) {
  return new MalformedPolicyDocumentException({ message, $metadata: {} });
}
