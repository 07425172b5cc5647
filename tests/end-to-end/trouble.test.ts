/** One project's trouble is its own: what it keeps from others, how soon it is tried again, and what is told of it. */
import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { account, createWorld, home, type World } from "./support/world.ts";

const minute = 60_000;

/** Its policy lets nobody but its administrator do anything, and does not let IAM decide. */
const shut = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ["kms:PutKeyPolicy", "kms:GenerateDataKey*", "kms:Encrypt"],
      Resource: "*",
    },
  ],
};

const all = { tags: { "pullpass/projects": "all" } };

async function messagesIn(world: World, queue: "work" | "dead"): Promise<number> {
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  const QueueUrl = queue === "work" ? await workQueue(sqs) : world.deployment.deadLetterQueueUrl;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

async function workQueue(sqs: SQSClient): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-work.fifo" }));
  return QueueUrl;
}

async function pass(world: World, minutes: number) {
  for (let at = 0; at < minutes; at++) {
    await world.sandbox.clock.advance(minute);
    await world.sandbox.settle();
  }
}

const findings = (world: World) =>
  world
    .newNotices()
    .filter(({ attributes }) => "rule" in attributes)
    .map(({ subject }) => subject);

test("a key that is shut keeps no neighbour on the role waiting, and is told once", async () => {
  const world = await createWorld();
  const role = await world.role("shared");
  const good = await world.secret("good", all);
  await world.secret("locked", { ...all, key: await world.key(home, shut) });
  await world.project("bad", { role, credential: "locked" });
  await world.rest();
  await world.project("web", { role, credential: "good" });
  await world.rest();
  expect(await world.policy("shared")).toContain(good);
  expect(await messagesIn(world, "work")).toBe(0);
  expect(world.newNotices().filter(({ text }) => text.includes("key-policy-denies"))).toHaveLength(1);

  await world.sweep();
  await world.sweep();
  expect(world.newNotices()).toEqual([]);
  expect(await messagesIn(world, "dead")).toBe(0);
});

test("a key that is shut after it was granted does not keep a withdrawn consent of another secret alive", async () => {
  const world = await createWorld();
  const role = await world.role("shared");
  const key = await world.key(home);
  const good = await world.secret("good", all);
  await world.secret("locked", { ...all, key });
  await world.project("bad", { role, credential: "locked" });
  await world.project("web", { role, credential: "good" });
  await world.rest();
  expect(await world.policy("shared")).toContain(good);
  const Policy = JSON.stringify(shut);
  await world.kmsIn(home).send(new PutKeyPolicyCommand({ KeyId: key, PolicyName: "default", Policy }));
  await world.rest();
  await world.untag(good, "pullpass/projects");
  await world.rest();
  expect(await world.policy("shared")).not.toContain(good);
  await world.tag(good, { "pullpass/projects": "all" });
  await world.rest();
  expect(await world.policy("shared")).toContain(good);
});

/** The ledger does not answer from the moment that the project's grant is made, and is back when `heal` is called. */
async function grantedUnrecorded(settings: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(settings);
  const hub = await world.secret("hub", all);
  await world.role("web");
  const { sandbox } = world;
  const isReconcile = (caller: object) => JSON.stringify(caller).includes("pullpass-reconcile");
  let isDown = false;
  sandbox.after(({ operation, from }) => {
    if (operation === "PutRolePolicy" && isReconcile(from.caller)) isDown = true;
  });
  sandbox.before(({ service, from }) => {
    if (isDown && service === "dynamodb" && isReconcile(from.caller))
      throw awsError("InternalServerError", "It is down.", 500);
  });
  await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policy("web")).toContain(hub);
  const heal = async () => {
    isDown = false;
    await pass(world, 20);
  };
  return { world, hub, heal };
}

test("a grant that a crash kept from the ledger goes with its project's consent, whoever else the secret lets in", async () => {
  const { world, hub, heal } = await grantedUnrecorded();
  await world.tag(hub, { "pullpass/projects": "prefix=pay-" });
  await heal();
  expect(await world.policy("web")).toBeUndefined();
});

test.each([{ bulkReads: true }, { bulkReads: false }])(
  "a grant that a crash kept from the ledger goes with the sweep where its project is gone: %j",
  async (settings) => {
    const { world, heal } = await grantedUnrecorded(settings);
    await world.deleteProject("web");
    await heal();
    await world.sweep();
    await world.sweep();
    expect(await world.policy("web")).toBeUndefined();
  },
);

const passing = [
  ["denied once, as a permission that does not count yet", "AccessDenied"],
  ["throttled once", "Throttling"],
  ["failed once by AWS's own fault", "ServiceFailure"],
] as const;

test.each(passing)(
  "a read that is %s costs a withdrawal seconds, and nobody hears of the read",
  async (_, error) => {
    const world = await createWorld();
    const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
    await world.role("web");
    await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
    await world.rest();
    world.newNotices();
    let isOpen = true;
    const since = world.sandbox.clock.now().getTime();
    world.sandbox.before(({ operation, from }) => {
      // The SDK's own attempts take the first of them.
      if (!isOpen || operation !== "GetRole" || from.caller.kind !== "role") return;
      isOpen = error !== "AccessDenied" && world.sandbox.clock.now().getTime() < since + 1_000;
      throw awsError(error, "not now", error === "ServiceFailure" ? 500 : 400);
    });
    await world.untag(hub, "pullpass/projects");
    await world.rest();
    await world.rest();
    expect(await world.policy("web")).toBeUndefined();
    expect(findings(world)).toEqual([expect.stringContaining("secret-no-consent")]);
  },
);

test("a policy that an organization does not let pullpass write is told once, with who can mend it", async () => {
  const world = await createWorld();
  const hub = await world.secret("hub", all);
  await world.role("web");
  let isDenied = true;
  world.sandbox.before(({ operation, from }) => {
    if (!isDenied || operation !== "PutRolePolicy" || from.caller.kind !== "role") return;
    throw awsError("AccessDenied", "not authorized with an explicit deny in a service control policy", 403);
  });
  await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  await world.sweep();
  await world.sweep();
  const told = world.newNotices();
  expect(told).toHaveLength(1);
  expect(told[0]?.text).toContain("change-refused");
  expect(told[0]?.text).toContain("organization");
  expect(await messagesIn(world, "dead")).toBe(0);

  isDenied = false;
  await world.sweep();
  expect(await world.policy("web")).toContain(hub);
  expect(world.newNotices().filter(({ text }) => text.includes("change-refused"))).toHaveLength(1);
});

test("a message in the queue that nobody can read keeps no work of its group waiting", async () => {
  const world = await createWorld();
  const hub = await world.secret("hub", all);
  const role = await world.role("web");
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  const QueueUrl = await workQueue(sqs);
  const { createHash } = await import("node:crypto");
  const MessageGroupId = createHash("sha256").update(role).digest("hex");
  await sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody: "{", MessageGroupId, MessageDeduplicationId: "forged" }),
  );
  await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  await world.rest();
  expect(await world.policy("web")).toContain(hub);
  await pass(world, 60);
  expect(await messagesIn(world, "dead")).toBe(1);
});

const down = [
  ["SNS", "Publish"],
  ["EventBridge", "PutEvents"],
] as const;

test.each(down)("an outage of %s of an hour loses nothing and repeats nothing", async (_, operation) => {
  const world = await createWorld();
  await world.secret("hub", all);
  const role = await world.role("team");
  let isDown = true;
  world.sandbox.before((call) => {
    if (!isDown || !call.operation.startsWith(operation) || call.from.caller.kind !== "role") return;
    throw awsError("InternalFailure", "later", 500);
  });
  for (let minutes = 0; minutes < 60; minutes += 10) {
    await world.project(`p${minutes}`, { role, credential: "hub" });
    await pass(world, 10);
  }
  isDown = false;
  await pass(world, 5);
  const mails = world.newNotices().map(({ text }) => text);
  const events = world.events
    .filter(({ source }) => source === "pullpass")
    .map(({ detail }) => JSON.stringify(detail));
  // the grant, and of each project its credential
  expect(mails).toHaveLength(7);
  expect(new Set(mails).size).toBe(7);
  expect(events).toHaveLength(7);
  expect(new Set(events).size).toBe(7);
});

test("a notice that SNS refuses for what it says holds up no other, and is kept", async () => {
  const world = await createWorld();
  await world.secret("hub", all);
  const role = await world.role("team");
  world.sandbox.before(({ operation, from, input }) => {
    if (!operation.startsWith("Publish") || from.caller.kind !== "role") return;
    if (JSON.stringify(input).includes("pullpass let web pull"))
      throw awsError("InvalidParameterException", "Invalid parameter: Message too long");
  });
  await world.project("web", { role, credential: "hub" });
  await world.rest();
  expect(world.newNotices().map(({ subject }) => subject)).toEqual([
    expect.stringContaining("Credential rewritten: web"),
  ]);
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-dead-events" }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body = "" }) => JSON.parse(Body))).toMatchObject([
    { target: "topic", why: expect.stringContaining("too long"), notice: { detailType: expect.any(String) } },
  ]);
});
