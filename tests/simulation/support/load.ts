/** Very many changes of projects within a minute: what becomes of the queue. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "../../end-to-end/support/world.ts";
import { queueRecordsIn, watchRoles } from "./at-once.ts";
import { replaceFunctions } from "./functions.ts";
import { keepOutput } from "./output.ts";
import { grantsIn } from "./policy.ts";
import { roleName } from "./role-name.ts";

export interface LoadSettings {
  /** How many projects change. */
  readonly changes: number;
  /** How many of them use one role. */
  readonly onOneRole: number;
  readonly atEnd: (end: () => Promise<void>) => void;
}

export interface Load {
  /** Projects that are not as they are to be. */
  readonly unsettled: readonly string[];
  /** Roles that two invocations worked on at once. */
  readonly atOnce: readonly string[];
  readonly dead: number;
  /** How long work had waited when it was taken up, in seconds: the longest, and half of all no longer than. */
  readonly ages: { readonly longest: number; readonly median: number };
  /** Seconds from the first change until nothing waited any more. */
  readonly seconds: number;
}

const othersPerRole = 20;

export async function underLoad(settings: LoadSettings): Promise<Load> {
  const output = keepOutput();
  return measured(settings).finally(output.stop);
}

async function measured({ changes, onOneRole, atEnd }: LoadSettings): Promise<Load> {
  const world = await createWorld({ seed: 1 }, atEnd);
  const { sandbox, deployment } = world;
  const sqs = new SQSClient(connect(sandbox, { region: home }));
  const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-work.fifo" }));
  const ages: number[] = [];
  const atOnce = watchRoles();
  replaceFunctions(
    sandbox,
    { ...deployment, queueUrl: QueueUrl },
    {
      slowness: async () => {},
      onInvocation: (name, event) => {
        const records = name === "reconcile" ? queueRecordsIn(event) : [];
        const now = sandbox.clock.now().getTime();
        for (const { attributes } of records) ages.push((now - Number(attributes.SentTimestamp)) / 1000);
        return atOnce.onInvocation(name, event);
      },
    },
  );
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  const roles = await rolesFor(changes, onOneRole, world);
  const begun = sandbox.clock.now().getTime();
  for (const [index, role] of roles.entries()) {
    await world.project(`project-${index}`, { role, credential: "hub" });
    const due = Math.floor(((index + 1) * secondsOfChanges) / changes);
    const isDue = due > Math.floor((index * secondsOfChanges) / changes);
    if (isDue) await sandbox.clock.advance(1000);
  }
  const waiting = () => count(sqs, QueueUrl);
  while ((await waiting()) > 0) await sandbox.clock.advance(1000);
  await sandbox.settle();
  const seconds = (sandbox.clock.now().getTime() - begun) / 1000;
  const sorted = ages.sort((a, b) => a - b);
  return {
    unsettled: await unsettledOf(roles, secret, world),
    atOnce: atOnce.roles(),
    dead: await count(sqs, deployment.deadLetterQueueUrl),
    ages: { longest: sorted.at(-1) ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 },
    seconds,
  };
}

const secondsOfChanges = 60;

/** The role of each project. */
async function rolesFor(changes: number, onOneRole: number, world: World): Promise<readonly string[]> {
  const roles = Array<string>(onOneRole).fill(await world.role("crowded"));
  while (roles.length < changes) {
    const role = await world.role(`role-${roles.length}`);
    roles.push(...Array<string>(Math.min(othersPerRole, changes - roles.length)).fill(role));
  }
  return roles;
}

async function unsettledOf(
  roles: readonly string[],
  secret: string,
  world: World,
): Promise<readonly string[]> {
  const open = new Set<string>();
  for (const role of new Set(roles)) {
    const policy = await world.policy(roleName(role));
    if (grantsIn(policy ?? "")?.has(secret)) open.add(role);
  }
  const unsettled: string[] = [];
  for (const [index, role] of roles.entries()) {
    const name = `project-${index}`;
    const environment = await world.environment(name);
    const isSettled = environment?.registryCredential?.credential === secret && open.has(role);
    if (!isSettled) unsettled.push(name);
  }
  return unsettled;
}

async function count(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return Object.values(Attributes).reduce((sum, each) => sum + Number(each), 0);
}
