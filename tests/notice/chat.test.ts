/** What a chat gets, held against the schema after AWS's page. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { chatMessagesOf } from "../../packages/core/src/notice/chat-message.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { finding, grants, later } from "../ledger/examples.ts";
import { chatFaults } from "../support/chat-validator.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { notices } from "./arbitraries.ts";

const found = (state: "opened" | "changed" | "closed", project = "web"): Notice => ({
  kind: "finding",
  state,
  finding: finding({ subject: { kind: "project", name: project } }),
  at: later,
});
const chat = (...all: readonly Notice[]) => JSON.parse(chatMessagesOf(all)[0]?.text ?? "");
const threadOf = (...all: readonly Notice[]) => chat(...all).metadata.threadId;

test("whatever an account holds, the message is of the form that is shown, and mentions and links nothing", () => {
  fc.assert(
    fc.property(fc.array(notices, { minLength: 1, maxLength: 40 }), (all) => {
      for (const { subject, text } of chatMessagesOf(all)) {
        const message = JSON.parse(text);
        expect(chatFaults(message)).toEqual([]);
        expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        const { title, description, keywords } = message.content;
        expect([title, description, ...keywords].join(" ")).not.toMatch(/[<>[\]`|]/);
        expect(message.content.nextSteps?.join("") ?? "").not.toMatch(/[<>&]/);
      }
    }),
    { numRuns: propertyRuns(50) },
  );
});

test("the schema refuses what would not be shown", () => {
  const message = chat(found("opened"));
  expect(chatFaults(message)).toEqual([]);
  expect(chatFaults({ ...message, version: "1" })).not.toEqual([]);
  expect(chatFaults({ ...message, content: { ...message.content, title: "x".repeat(251) } })).not.toEqual([]);
});

test("a finding has one thread, and another finding another", () => {
  expect(
    new Set([threadOf(found("opened")), threadOf(found("changed")), threadOf(found("closed"))]).size,
  ).toBe(1);
  expect(threadOf(found("opened", "api"))).not.toBe(threadOf(found("opened")));
  expect(threadOf(found("opened"), found("closed"))).toBe(threadOf(found("opened")));
});

test("it says who can act, and how to begin", () => {
  const { content } = chat(found("opened"));
  expect(content.description).toContain("Who can act: project owner\n");
  expect(content.nextSteps).toEqual(["project owner: `pullpass explain web --region eu-central-1`"]);
  expect(chat(found("closed")).content).not.toHaveProperty("nextSteps");
});

test("what one event did is one message, however much it was", () => {
  const names = Array.from({ length: 400 }, (_, at) => `${"long-name-".repeat(5)}${at}`);
  const messages = chatMessagesOf(names.map((name) => found("opened", name)));
  expect(messages).toHaveLength(1);
  expect(messages[0]?.text).toMatch(/and \d+ more: the mail has all of them/);
  const granted: Notice = {
    kind: "change",
    state: "applied",
    change: grants("g"),
    at: later,
    error: undefined,
  };
  expect(chat(granted, found("closed")).content.description.split("\n")).toEqual([
    "pullpass let web pull with registry/hub.",
    "No longer a problem: registry-vpc-only, project web",
  ]);
});
