import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/kms/latest/APIReference";
const states = "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html";
const described = [
  "kms:CreateKey",
  "kms:DescribeKey",
  "kms:DescribeKey by ARN",
  "kms:DescribeKey by alias",
  "kms:DescribeKey that is disabled",
  "kms:DescribeKey that is about to go",
  "kms:DescribeKey that was about to go",
];
const because = `A key's metadata has it: ${page}/API_KeyMetadata.html`;

export const kms: readonly Difference[] = [
  {
    of: ["ministack"],
    calls: described,
    sandbox: ["KeyMetadata.AWSAccountId"],
    right: "sandbox",
    because,
  },
  {
    of: ["moto"],
    calls: described,
    sandbox: [
      "KeyMetadata.CurrentKeyMaterialId",
      "KeyMetadata.KeyUsage = ENCRYPT_DECRYPT",
      "KeyMetadata.MultiRegion = false",
    ],
    right: "sandbox",
    because,
  },
  {
    of: ["ministack"],
    calls: ["kms:DescribeKey of Secrets Manager's own"],
    sandbox: ["succeeds"],
    emulator: ["error NotFoundException 400"],
    right: "sandbox",
    because: `An alias of AWS's own makes its key when it is described: ${page}/API_DescribeKey.html`,
  },
  {
    of: ["moto"],
    calls: ["kms:DescribeKey of Secrets Manager's own"],
    sandbox: ["KeyMetadata.CurrentKeyMaterialId", "KeyMetadata.KeyManager = AWS"],
    emulator: ["KeyMetadata.KeyManager = CUSTOMER"],
    right: "sandbox",
    because,
  },
  {
    of: ["moto"],
    calls: ["kms:GetKeyPolicy"],
    sandbox: ["PolicyName"],
    right: "sandbox",
    because: `${page}/API_GetKeyPolicy.html`,
  },
  {
    of: ["ministack"],
    calls: ["kms:GetKeyPolicy of another name"],
    sandbox: ["error NotFoundException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `The only valid name is default: ${page}/API_GetKeyPolicy.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["kms:PutKeyPolicy that is no JSON"],
    sandbox: ["error MalformedPolicyDocumentException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_PutKeyPolicy.html`,
  },
  {
    of: ["moto"],
    calls: ["kms:ListGrants of none"],
    sandbox: ["error NotFoundException 400"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: `${page}/API_ListGrants.html`,
  },
  {
    of: ["moto"],
    calls: ["kms:ScheduleKeyDeletion too soon"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `7 to 30 days: ${page}/API_ScheduleKeyDeletion.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["kms:ScheduleKeyDeletion", "kms:ScheduleKeyDeletion once more"],
    sandbox: ["PendingWindowInDays"],
    right: "sandbox",
    because: `${page}/API_ScheduleKeyDeletion.html`,
  },
  {
    of: ["moto"],
    calls: ["kms:ScheduleKeyDeletion", "kms:ScheduleKeyDeletion once more"],
    sandbox: ["KeyState = PendingDeletion"],
    right: "sandbox",
    because: `${page}/API_ScheduleKeyDeletion.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: [
      "kms:ScheduleKeyDeletion again",
      "kms:EnableKey that is about to go",
      "kms:CancelKeyDeletion again",
    ],
    sandbox: ["error KMSInvalidStateException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `What a key's state allows: ${states}`,
  },
];
