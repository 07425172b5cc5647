import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/sns/latest/api";

export const topicMessages: readonly Difference[] = [
  {
    of: ["ministack", "moto"],
    calls: [
      "sns:Publish without a default",
      "sns:Publish a default that is no text",
      "sns:Publish a list for each protocol",
    ],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `A JSON object with a default, whose values are texts: ${page}/API_Publish.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["sns:SetTopicAttributes of an attribute that is none"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `The page has the names: ${page}/API_SetTopicAttributes.html`,
  },
  {
    of: ["ministack"],
    calls: ["sns:SetTopicAttributes' policy that is no JSON", "sns:Subscribe with a filter that is no JSON"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_SetTopicAttributes.html, ${page}/API_Subscribe.html`,
  },
  {
    of: ["moto"],
    calls: ["sns:SetTopicAttributes' policy that is no JSON", "sns:Subscribe with a filter that is no JSON"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["error Error 500"],
    right: "sandbox",
    because: `moto fails: ${page}/API_SetTopicAttributes.html, ${page}/API_Subscribe.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["sns:Subscribe by a protocol that is none"],
    sandbox: ["error InvalidParameterException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `The page has the protocols: ${page}/API_Subscribe.html`,
  },
];
