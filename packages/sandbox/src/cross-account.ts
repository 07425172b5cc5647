/** What can be done to the resources of another account at all, whatever its policies say. */
import type { Caller, Permission, Place } from "./service.ts";

/** Does the question reach into another account than the caller's? */
export function isAcross({ resourceAccount }: Permission, caller: Caller, place: Place): boolean {
  return (resourceAccount ?? place.account) !== caller.account;
}

/** Whether AWS serves the action across accounts. Services are no accounts: they act for the one that they act for. */
export function isServedAcross({ action }: Permission): boolean {
  const [service = "", operation = ""] = action.split(":");
  if (action === passRoleAction) return false;
  if (service === "kms") return keyOperations.includes(operation);
  return !(service === "sqs" && ownQueueOperations.includes(operation));
}

/** A role is passed within its account. */
export const passRoleAction = "iam:PassRole";

/**
 * "If you give users in a different account permission for other operations, those permissions have no effect."
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
const keyOperations: readonly string[] = [
  "CreateGrant",
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "GetKeyRotationStatus",
  "GetPublicKey",
  "ListGrants",
  "ReEncryptFrom",
  "ReEncryptTo",
  "RetireGrant",
  "RevokeGrant",
  "Sign",
  "Verify",
  "VerifyMac",
];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html */
const ownQueueOperations: readonly string[] = [
  "AddPermission",
  "CancelMessageMoveTask",
  "CreateQueue",
  "DeleteQueue",
  "ListMessageMoveTasks",
  "ListQueues",
  "ListQueueTags",
  "RemovePermission",
  "SetQueueAttributes",
  "StartMessageMoveTask",
  "TagQueue",
  "UntagQueue",
];
