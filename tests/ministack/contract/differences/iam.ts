import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/IAM/latest/APIReference";

export const iam: readonly Difference[] = [
  {
    of: ["ministack"],
    calls: ["iam:CreateRole", "iam:GetRole", "iam:CreateRole once more"],
    emulator: ["Role.Description"],
    right: "sandbox",
    because: `The example of a role without a description has none: ${page}/API_GetRole.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["iam:CreateRole of a name that is taken in other letters"],
    sandbox: ["error EntityAlreadyExistsException 409"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `Names are not told apart by case: ${page}/API_CreateRole.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["iam:CreateRole with a trust policy that is no JSON"],
    sandbox: ["error MalformedPolicyDocumentException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_CreateRole.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["iam:CreateRole with a name that has a slash"],
    sandbox: ["error ValidationError 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `A name matches [\\w+=,.@-]+: ${page}/API_CreateRole.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["iam:PutRolePolicy that is too large"],
    sandbox: ["error LimitExceededException 409"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: "10,240 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  },
  {
    of: ["ministack"],
    calls: ["iam:AttachRolePolicy that nobody made"],
    sandbox: ["error NoSuchEntityException 404"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_AttachRolePolicy.html`,
  },
];
