/** What EventBridge adds to patterns, and what it refuses: as LocalStack's tests found it on AWS. */
import { TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { newAccount } from "./support/account.ts";

const envelope = {
  id: "1",
  source: "test-source",
  "detail-type": "test-detail-type",
  account: "123456789012",
  region: "us-east-2",
  time: "2022-07-13T13:48:01Z",
};

async function ask(pattern: object, event: unknown) {
  const { events } = await newAccount();
  const command = new TestEventPatternCommand({
    EventPattern: JSON.stringify(pattern),
    Event: typeof event === "string" ? event : JSON.stringify(event),
  });
  return events.send(command);
}

test.each([
  [{ state: { status: ["on"] } }, { "state.status": "on" }, true],
  [{ "state.status": ["on"] }, { state: { status: "on" } }, true],
  [{ "state.status": ["on"] }, { "state.status": "on" }, true],
  [{ state: { status: ["on"] } }, { "state.status": { status: "on" } }, false],
  [{ "state.status": { status: ["on"] } }, { state: { status: "on" } }, false],
  [{ "a.b": ["x"], a: { c: ["y"] } }, { "a.b": "x", "a.c": "y" }, true],
  [{ "a.b": ["x"], a: { c: ["y"] } }, { "a.b": "x" }, false],
  [{ "a.b": ["x"] }, { a: [{ b: "y" }, { b: "x" }] }, true],
])("to %j a name with a dot in %j is a member of a member: %s", async (pattern, detail, expected) => {
  expect((await ask({ detail: pattern }, { ...envelope, detail })).Result).toBe(expected);
});

test.each([
  [{ "anything-but": { prefix: "" } }, "Null prefix/suffix not allowed"],
  [{ "anything-but": { suffix: "" } }, "Null prefix/suffix not allowed"],
  [
    { wildcard: "*:*:*:*:*:event-bus/*" },
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
  ],
  [{ wildcard: "arn:**:event-bus/*" }, "Consecutive wildcard characters at pos 4"],
  [{ prefix: 123 }, "prefix match pattern must be a string"],
])("the pattern %j is refused", async (matcher, reason) => {
  await expect(ask({ detail: { name: [matcher] } }, envelope)).rejects.toMatchObject({
    name: "InvalidEventPatternException",
    message: expect.stringContaining(`Event pattern is not valid. Reason: ${reason}`),
  });
});

test.each(["plain string", JSON.stringify(["plain string"]), JSON.stringify({ testEvent: "value" })])(
  "what is no event, %s, is refused; one without resources is one",
  async (event) => {
    const pattern = { source: ["test-source"] };
    await expect(ask(pattern, event)).rejects.toMatchObject({
      name: "ValidationException",
      message: "Parameter Event is not valid.",
    });
    expect((await ask(pattern, envelope)).Result).toBe(true);
  },
);
