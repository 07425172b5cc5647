import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/eventbridge/latest/APIReference";
const schedules = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html";

export const eventPatterns: readonly Difference[] = [
  {
    of: ["moto"],
    calls: [
      "events:TestEventPattern",
      "events:TestEventPattern of a prefix",
      "events:TestEventPattern of anything but",
      "events:TestEventPattern of what is there",
      "events:TestEventPattern of an event without resources",
      "events:TestEventPattern with a dotted key",
    ],
    sandbox: ["Result = true"],
    right: "sandbox",
    because: `moto answers nothing: ${page}/API_TestEventPattern.html`,
  },
  {
    of: ["moto"],
    calls: ["events:TestEventPattern of another source"],
    sandbox: ["Result = false"],
    right: "sandbox",
    because: `moto answers nothing: ${page}/API_TestEventPattern.html`,
  },
  {
    of: ["moto"],
    calls: [
      "events:TestEventPattern with no JSON",
      "events:TestEventPattern with a text for a list",
      "events:TestEventPattern with an empty list",
      "events:TestEventPattern with a filter that is none",
    ],
    sandbox: ["error InvalidEventPatternException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `moto answers nothing: ${page}/API_TestEventPattern.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["events:PutRule with a rate that is none"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `One hour is singular, ${schedules}`,
  },
  {
    of: ["ministack"],
    calls: ["events:PutRule with neither pattern nor schedule"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `One of the two must be there: ${page}/API_PutRule.html`,
  },
  {
    of: ["moto"],
    calls: ["events:PutRule with a cron of five fields", "events:PutRule with a cron of both days"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `Six fields, and one of the two days is ?: ${schedules}`,
  },
];
