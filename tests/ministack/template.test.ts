/**
 * The same stack as a plain CloudFormation template, with the commands that `npm run synth` prints; and the runbook's on
 * the stack so made, but for the redrive: MiniStack knows no StartMessageMoveTask.
 */
import { GetQueueAttributesCommand, ListQueuesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsCli } from "./support/aws-cli.ts";
import { type Clients, openClients } from "./support/clients.ts";
import { cloudFormation } from "./support/deployment.ts";
import { type Emulator, region, startEmulator } from "./support/emulator.ts";
import { inventory, namedLike } from "./support/inventory.ts";
import { onCall } from "./support/runbook.ts";
import { openTeams, type Teams } from "./support/teams.ts";
import { seconds, tell } from "./support/tell.ts";
import { openTrail, projectCreated } from "./support/trail.ts";
import { until } from "./support/until.ts";

let emulator: Emulator;
let clients: Clients;
let teams: Teams;
let trail: ReturnType<typeof openTrail>;
let run: ReturnType<typeof onCall>;

beforeAll(async () => {
  emulator = await startEmulator({ trail: true });
  tell(`aws cloudformation took ${seconds(await cloudFormation(emulator))}`);
  clients = openClients(emulator.url, region);
  teams = openTeams(clients);
  trail = openTrail(clients);
  run = onCall(emulator, "pullpass");
}, 600_000);

afterAll(async () => {
  await emulator?.stop();
}, 60_000);

const granted = (role: string) =>
  until(
    () => teams.grants(role),
    (statements) => statements.length > 0,
  );

/** With consent, and no event. */
async function newProject(name: string): Promise<void> {
  await teams.createSecret(`team/${name}`, name);
  await teams.createProject(name, `team/${name}`);
}

async function queue(words: string): Promise<string> {
  const { QueueUrls = [] } = await clients.sqs.send(new ListQueuesCommand({}));
  return QueueUrls.find((url) => url.includes(words)) ?? "";
}

/** How many messages wait for `reconcile`. */
async function waiting(): Promise<number> {
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: await queue("-Work"),
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

test("a stack made of the plain template repairs a project", async () => {
  await newProject("web");
  await trail.tell(projectCreated("web"));
  expect((await granted("web")).seen).toMatchObject([{ Action: "secretsmanager:GetSecretValue" }]);
});

test("a sweep by hand finds what no event told of", async () => {
  await newProject("unheard");
  await run("sweep");
  await granted("unheard");
});

test("paused, it leaves work where it is; resumed, it does it", async () => {
  await run("pause");
  await newProject("patient");
  await trail.tell(projectCreated("patient"));
  await until(waiting, (messages) => messages > 0);
  expect(await teams.policyNames("patient")).toEqual([]);
  await run("resume");
  await granted("patient");
});

test("dead events are read, and emptied once what they asked for is made good", async () => {
  await clients.sqs.send(
    new SendMessageCommand({ QueueUrl: await queue("DeadEvents"), MessageBody: "an event that died" }),
  );
  expect(await run("dead-events")).toContain("an event that died");
  await run("empty");
  expect(await run("dead-events")).not.toContain("an event that died");
});

test("deleted, it leaves nothing but the ledger", async () => {
  const aws = awsCli(emulator);
  await aws("cloudformation", "delete-stack", "--stack-name", "pullpass");
  await aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", "pullpass");
  expect(namedLike("pullpass", await inventory(emulator))).toEqual({
    tables: [expect.stringContaining("Ledger")],
  });
});
