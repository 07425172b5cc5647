/** The broken calls that the sandbox does not refuse for what is wrong with them, and why that is so. */
export interface Accepted {
  readonly service: string;
  readonly operation: string;
  /** As in BrokenCall. */
  readonly breaks: string;
  readonly reason: string;
}

const notSent = "AwsQuery cannot say that a structure is there and empty, so the broken part is not sent";

export const accepted: readonly Accepted[] = [
  {
    service: "sns",
    operation: "Publish",
    breaks: "MessageAttributes.value.DataType required",
    reason: notSent,
  },
  {
    service: "sns",
    operation: "PublishBatch",
    breaks: "PublishBatchRequestEntries.1.MessageAttributes.value.DataType required",
    reason: notSent,
  },
  { service: "sts", operation: "AssumeRole", breaks: "ProvidedContexts max", reason: notSent },
];

/** Where the least that the model allows is refused in the words for a constraint, and why. */
export const demandsMore: Readonly<Record<string, string>> = {
  "dynamodb:CreateTable": "the model leaves attributes and keys out for replicas in other accounts",
  "iam:CreateAccessKey":
    "without a name it is about the caller, and an administrator of the sandbox is no user",
  "iam:DeleteAccessKey": "the same",
  "iam:GetUser": "the same",
  "iam:ListAccessKeys": "the same",
  "kms:Decrypt": "the model leaves the ciphertext out for dry runs",
};
