import type { TestEventPatternRequest, TestEventPatternResponse } from "@aws-sdk/client-eventbridge";
import { awsError } from "../../errors.ts";
import type { Operation } from "../../service.ts";
import { nested } from "./pattern/nested.ts";
import { readPattern } from "./pattern/read-pattern.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern: Operation<TestEventPatternRequest, TestEventPatternResponse> = {
  permissions: (_, { place }) => [
    { action: "events:TestEventPattern", resource: "*", resourceAccount: place.account },
  ],
  run: ({ EventPattern = "", Event = "" }) => ({
    Result: readPattern(EventPattern)(nested(readEvent(Event))),
  }),
};

/** What an event cannot be without. */
const members = ["id", "account", "source", "time", "region", "detail-type"];

function readEvent(text: string): unknown {
  const event = parse(text);
  if (typeof event !== "object" || event === null) throw invalid();
  if (members.some((member) => !(member in event))) throw invalid();
  return event;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid();
  }
}

function invalid() {
  return awsError("ValidationException", "Parameter Event is not valid.");
}
