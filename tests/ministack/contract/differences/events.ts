import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/eventbridge/latest/APIReference";

export const events: readonly Difference[] = [
  {
    of: ["moto"],
    calls: ["events:PutEvents of AWS's own"],
    sandbox: ["succeeds"],
    emulator: ["not implemented"],
    right: "sandbox",
    because:
      "Each entry is refused by itself: https://github.com/aws-samples/serverless-patterns/pull/3089 shows AWS's answer.",
  },
  {
    of: ["ministack"],
    calls: ["events:PutEvents with a detail that is no JSON"],
    sandbox: ["Entries[].ErrorCode = MalformedDetail", "Entries[].ErrorMessage"],
    emulator: ["Entries[].EventId"],
    right: "sandbox",
    because: `MalformedDetail is among the codes: ${page}/API_PutEventsResultEntry.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["events:PutEvents of nothing"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `At least one entry: ${page}/API_PutEvents.html`,
  },
];
