import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";

export const sts: readonly Difference[] = [
  {
    of: ["ministack", "moto"],
    calls: ["sts:AssumeRole with a name of one letter"],
    sandbox: ["error ValidationError 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `Two characters at least: ${page}`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["sts:AssumeRole of none"],
    sandbox: ["error AccessDenied 403"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html",
  },
];
