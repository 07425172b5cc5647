import { expect, test } from "vitest";
import { type FunctionName, permissions } from "../../packages/functions/src/deployment/index.ts";
import type { RecordedCall } from "../../packages/sandbox/src/index.ts";
import { account, createWorld, home } from "../end-to-end/support/world.ts";
import { scenarios } from "./support/scenarios.ts";

const functions: readonly FunctionName[] = ["ingest", "reconcile", "sweep", "notify"];

/** What no call in the sandbox shows, and why it is needed. */
const unseen: Readonly<Record<string, string>> = {
  "reconcile sqs:ReceiveMessage": "Lambda polls the queue with the function's role",
  "reconcile sqs:DeleteMessage": "Lambda polls the queue with the function's role",
  "reconcile sqs:GetQueueAttributes": "Lambda polls the queue with the function's role",
  "reconcile sqs:ChangeMessageVisibility": "Lambda polls the queue with the function's role",
  "reconcile iam:PassRole":
    "AWS lists it for UpdateProject; whether also without a role in the call is unverified",
  "notify dynamodb:DescribeStream": "Lambda reads the stream with the function's role",
  "notify dynamodb:GetRecords": "Lambda reads the stream with the function's role",
  "notify dynamodb:GetShardIterator": "Lambda reads the stream with the function's role",
  "notify dynamodb:ListStreams": "Lambda reads the stream with the function's role",
};

const calls: RecordedCall[] = [];

test.each(Object.entries(scenarios))("nothing is refused to pullpass: %s", async (_, scenario) => {
  const world = await createWorld();
  await scenario(world);
  await world.rest();
  await world.sweep();
  const own = world.sandbox.calls.filter(({ principal }) => functionOf(principal) !== undefined);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ outcome }) => /denied|authoriz/i.test(outcome)).map(textOf)).toEqual([]);
  calls.push(...own);
});

test.each(functions)("%s may do what it does, and nothing more", (name) => {
  const used = calls
    .filter(({ principal, outcome }) => functionOf(principal) === name && outcome === "ok")
    .flatMap((call) => call.permissions.map(({ action }) => action));
  const unused = allowedTo(name).filter(
    (action) => !used.includes(action) && unseen[`${name} ${action}`] === undefined,
  );
  expect(unused).toEqual([]);
});

test("every exception is still a permission", () => {
  const all = functions.flatMap((name) => allowedTo(name).map((action) => `${name} ${action}`));
  expect(Object.keys(unseen).filter((each) => !all.includes(each))).toEqual([]);
});

function allowedTo(name: FunctionName): readonly string[] {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${home}:${account}:${resource}`;
  const statements = permissions(name, {
    partition: "aws",
    account,
    region: home,
    tableArn: arn("dynamodb", "table/pullpass-ledger"),
    queueArn: arn("sqs", "pullpass-work.fifo"),
    topicArn: arn("sns", "pullpass-notices"),
    busArn: arn("events", "event-bus/default"),
    rolePattern: "*",
    ownRoleArns: [],
  });
  return statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
}

function functionOf(principal: string): FunctionName | undefined {
  return functions.find((name) => principal.includes(`/pullpass-${name}-${home}/`));
}

function textOf({ principal, service, operation, outcome, permissions: asked }: RecordedCall): string {
  return `${principal} ${service}:${operation} ${asked.map(({ resource }) => resource).join(" ")} ${outcome}`;
}
