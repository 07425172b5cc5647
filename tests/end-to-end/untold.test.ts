/** What nobody was told of while the topic was away for longer than the ledger's stream keeps its records. */
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "./support/world.ts";

const hour = 3_600_000;

let world: World;
let mails: readonly string[];
let refused = 0;
const ends: (() => Promise<void>)[] = [];

/** Two projects are repaired while the topic is away for 25 hours; what it is told of a third it refuses for good. */
beforeAll(async () => {
  world = await createWorld({}, (end) => void ends.push(end));
  const { sandbox, role, secret, project, rest } = world;
  const pass = async (hours: number) => {
    await sandbox.clock.advance(hours * hour);
    await sandbox.settle(1_000_000);
  };
  await secret("hub", { tags: { "pullpass/projects": "web api odd" } });
  for (const name of ["web", "api", "odd"]) await role(name);
  await pass(1);
  let isAway = false;
  sandbox.before(({ operation, from, input }) => {
    if (!operation.startsWith("Publish") || from.caller.kind !== "role") return;
    if (JSON.stringify(input).includes("role/odd")) {
      refused += 1;
      throw awsError("InvalidParameterException", "Invalid parameter: Message too long");
    }
    if (isAway) throw awsError("AuthorizationErrorException", "away", 403);
  });
  await project("odd", { credential: "hub" });
  await rest();
  isAway = true;
  await project("web", { credential: "hub" });
  await pass(1);
  await project("api", { credential: "hub" });
  await pass(24);
  expect(world.newNotices()).toEqual([]);
  isAway = false;
  await pass(2);
  mails = world.newNotices().map(({ text }) => text);
}, 60_000);
afterAll(async () => {
  for (const end of ends) await end();
});

test("each change is told once the topic is back, and none is told twice", () => {
  for (const name of ["web", "api"]) {
    // the grant, and the credential
    expect(mails.filter((text) => text.includes(`role/${name}`))).toHaveLength(2);
  }
  expect(mails).toHaveLength(4);
});

test("the bus, which was there all the time, had each event once", () => {
  const events = world.events.filter(({ source }) => source === "pullpass");
  expect(events).toHaveLength(6);
  expect(new Set(events.map(({ detail }) => JSON.stringify(detail))).size).toBe(6);
});

test("what the topic refuses for good is kept, and not sent again with each sweep", async () => {
  // Both together, and then each by itself.
  expect(refused).toBe(3);
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-dead-events" }));
  const read = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
  const bodies = ((await sqs.send(read)).Messages ?? []).map(({ Body = "" }) => Body);
  expect(bodies.filter((body) => body.includes("too long"))).toHaveLength(2);
});
