import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/secretsmanager/latest/apireference";
const empty = ["Description", "RotationEnabled = false"];

export const secretsManager: readonly Difference[] = [
  {
    of: ["ministack", "moto"],
    calls: ["secretsmanager:CreateSecret with a name that may not be"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `Letters, digits and /_+=.@-: ${page}/API_CreateSecret.html`,
  },
  {
    of: ["ministack"],
    calls: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:DescribeSecret by ARN",
      "secretsmanager:DescribeSecret by an ARN without its end",
    ],
    emulator: empty,
    right: "both",
    because: `The page says of neither whether it is left out when there is none: ${page}/API_DescribeSecret.html`,
  },
  {
    of: ["ministack"],
    calls: ["secretsmanager:DescribeSecret that is about to go"],
    emulator: ["RotationEnabled = false"],
    right: "both",
    because: `As above: ${page}/API_DescribeSecret.html`,
  },
  {
    of: ["ministack"],
    calls: ["secretsmanager:ListSecrets"],
    emulator: empty.map((member) => `SecretList[].${member}`),
    right: "both",
    because: `As above: ${page}/API_SecretListEntry.html`,
  },
  {
    of: ["moto"],
    calls: ["secretsmanager:ListSecrets", "secretsmanager:ListSecrets by a tag's key"],
    sandbox: ["SecretList[].LastAccessedDate"],
    right: "sandbox",
    because: `The secret was read before: ${page}/API_SecretListEntry.html`,
  },
  {
    of: ["moto"],
    calls: ["secretsmanager:DescribeSecret that is about to go"],
    sandbox: ["LastAccessedDate"],
    right: "sandbox",
    because: `The secret was read before: ${page}/API_DescribeSecret.html`,
  },
  {
    of: ["ministack"],
    calls: ["secretsmanager:ListSecrets by a tag's key"],
    sandbox: [
      ...["ARN", "CreatedDate", "LastAccessedDate", "LastChangedDate", "Name"],
      ...["SecretVersionsToStages.<id>[] = AWSCURRENT", "Tags[].Key", "Tags[].Value"],
    ].map((member) => `SecretList[].${member}`),
    right: "sandbox",
    because: `A filter by tag-key matches prefixes: ${page}/API_Filter.html`,
  },
  {
    of: ["moto"],
    calls: [
      "secretsmanager:DescribeSecret of none",
      "secretsmanager:GetSecretValue of none",
      "secretsmanager:UntagResource of none",
      "secretsmanager:DeleteSecret of none",
    ],
    sandbox: ["error ResourceNotFoundException 400"],
    emulator: ["error ResourceNotFoundException 404"],
    right: "sandbox",
    because: `HTTP Status Code: 400: ${page}/API_DescribeSecret.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["secretsmanager:TagResource with a key of AWS's own"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `No key begins with aws: - ${page}/API_TagResource.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["secretsmanager:PutResourcePolicy that is no JSON"],
    sandbox: ["error MalformedPolicyDocumentException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_PutResourcePolicy.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["secretsmanager:CreateSecret of a name that is about to go"],
    sandbox: ["error InvalidRequestException 400"],
    emulator: ["error ResourceExistsException 400"],
    right: "sandbox",
    because:
      "AWS's words are that a secret with this name is already scheduled for deletion: https://repost.aws/knowledge-center/delete-secrets-manager-secret",
  },
  {
    of: ["moto"],
    calls: ["secretsmanager:TagResource that is about to go"],
    sandbox: ["error InvalidRequestException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_TagResource.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["secretsmanager:RotateSecret without a function"],
    sandbox: ["error InvalidRequestException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `A function must have been named before: ${page}/API_RotateSecret.html`,
  },
  {
    of: ["ministack"],
    calls: ["secretsmanager:DescribeSecret that is gone"],
    sandbox: ["succeeds"],
    emulator: ["error ResourceNotFoundException 400"],
    right: "both",
    because: `It goes in the background, after a short delay: ${page}/API_DeleteSecret.html`,
  },
  {
    of: ["moto"],
    calls: ["secretsmanager:DescribeSecret that is gone"],
    sandbox: ["succeeds"],
    emulator: ["error ResourceNotFoundException 404"],
    right: "both",
    because: `It goes in the background, after a short delay: ${page}/API_DeleteSecret.html`,
  },
];
