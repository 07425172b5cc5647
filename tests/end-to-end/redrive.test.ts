/** Work that died is sent back by the runbook's command, and does what it was for. */
import { readFile } from "node:fs/promises";
import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "./support/world.ts";

const minute = 60_000;

async function pass(world: World, minutes: number) {
  for (let at = 0; at < minutes; at++) {
    await world.sandbox.clock.advance(minute);
    await world.sandbox.settle();
  }
}

/** The only call that the runbook makes, on the queue of dead work. */
async function redriveOf(world: World) {
  const page = await readFile(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const [, block = ""] = /```sh redrive\n([\s\S]*?)```/.exec(page) ?? [];
  expect(block.trim()).toBe('aws sqs start-message-move-task --source-arn "$(output DeadWorkArn)"');
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: world.deployment.deadLetterQueueUrl,
      AttributeNames: ["QueueArn", "ApproximateNumberOfMessages"],
    }),
  );
  const { QueueArn: SourceArn = "", ApproximateNumberOfMessages } = Attributes;
  return {
    waiting: Number(ApproximateNumberOfMessages),
    start: () => sqs.send(new StartMessageMoveTaskCommand({ SourceArn })),
    tasks: async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results ?? [],
  };
}

/** A project whose work died, because the ledger could not be written for most of an hour; it can be again. */
async function worldWithDeadWork() {
  const world = await createWorld();
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  let isDown = true;
  world.sandbox.before(({ operation, from }) => {
    if (!isDown || from.caller.kind !== "role" || !/^(?:PutItem|TransactWriteItems)$/.test(operation)) return;
    throw awsError("InternalServerError", "later", 500);
  });
  await world.role("web");
  await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
  await pass(world, 50);
  isDown = false;
  const dead = await redriveOf(world);
  expect(dead.waiting).toBeGreaterThan(0);
  expect(await world.policy("web")).toBeUndefined();
  return { world, hub, dead };
}

test("work that an outage of the ledger buried does what it was for, once it is sent back", async () => {
  const { world, hub, dead } = await worldWithDeadWork();
  await dead.start();
  await pass(world, 2);
  expect(await dead.tasks()).toMatchObject([
    { Status: "COMPLETED", ApproximateNumberOfMessagesMoved: dead.waiting },
  ]);
  expect((await redriveOf(world)).waiting).toBe(0);
  expect(await world.policy("web")).toContain(hub);
  expect(world.newNotices().filter(({ attributes }) => attributes.change === "grant")).toHaveLength(1);
});

test("work that is sent back late does what is right by then", async () => {
  const { world, hub, dead } = await worldWithDeadWork();
  await world.untag(hub, "pullpass/projects");
  await world.rest();
  await dead.start();
  await pass(world, 2);
  expect((await redriveOf(world)).waiting).toBe(0);
  expect(await world.policy("web")).toBeUndefined();
});
