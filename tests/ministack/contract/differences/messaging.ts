import type { Difference } from "./difference.ts";

const topics = "https://docs.aws.amazon.com/sns/latest/api";

export const messaging: readonly Difference[] = [
  {
    of: ["ministack"],
    calls: ["sns:CreateTopic with a name that may not be", "sns:Publish with a subject of 101 characters"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${topics}/API_CreateTopic.html, ${topics}/API_Publish.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["sns:Publish nothing", "sns:Publish with a subject of two lines"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `A message is not empty, and a subject has no line breaks: ${topics}/API_Publish.html`,
  },
  {
    of: ["ministack"],
    calls: ["sns:Publish with an empty attribute"],
    sandbox: ["error InvalidParameterValueException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because:
      "Name, type and value must not be empty: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html",
  },
  {
    of: ["moto"],
    calls: ["sns:Publish with an empty attribute"],
    sandbox: ["error InvalidParameterValueException 400"],
    emulator: ["error InvalidParameterException 400"],
    right: "both",
    because: `The page has both errors and does not say which: ${topics}/API_Publish.html`,
  },
  {
    of: ["moto"],
    calls: ["sqs:SendMessage without a body"],
    sandbox: ["error MissingParameter 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because:
      "At least one character: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
  },
];
