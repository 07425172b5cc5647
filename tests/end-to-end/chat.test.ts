/** The topic for chats, as a deployment with the option `chat` has it. */
import { expect, test } from "vitest";
import { summarySchedules } from "../../packages/functions/src/deployment/index.ts";
import { onNotice } from "../../packages/sandbox/src/index.ts";
import { chatFaults } from "../support/chat-validator.ts";
import { createWorld } from "./support/world.ts";

const day = 86_400_000;

test("a chat hears what people hear, a finding in one thread, and the summary in another", async () => {
  const world = await createWorld({ chat: true, summarySchedule: summarySchedules.daily });
  const heard: string[] = [];
  onNotice(world.sandbox, world.deployment.chatTopicArn ?? "", ({ text }) => void heard.push(text));
  const newMessages = () => heard.splice(0).map((text) => JSON.parse(text));

  const hub = await world.secret("hub");
  await world.role("web");
  await world.project("web", { credential: "hub" });
  await world.rest();
  const [opened, ...others] = newMessages();
  expect(others).toEqual([]);
  expect(chatFaults(opened)).toEqual([]);
  expect(opened.content.title).toContain("web");
  expect(opened.content.nextSteps.join("")).toContain(`pullpass allow ${hub} web`);

  await world.sandbox.clock.advance(day);
  await world.rest();
  const [summary] = newMessages();
  expect(chatFaults(summary)).toEqual([]);
  expect(summary.metadata.threadId).not.toBe(opened.metadata.threadId);

  await world.tag(hub, { "pullpass/projects": "web" });
  await world.rest();
  const after = newMessages();
  expect(after.flatMap(chatFaults)).toEqual([]);
  const threads = after.map(({ metadata }) => metadata.threadId);
  expect(threads).toContain(opened.metadata.threadId);
});
