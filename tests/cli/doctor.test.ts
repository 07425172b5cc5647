/** `pullpass doctor` in an account with pullpass deployed in it, and in one without. */
import { readFileSync } from "node:fs";
import {
  CloudTrailClient,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { SNSClient, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import type { Check } from "../../packages/cli/src/doctor/check.ts";
import { readQueues } from "../../packages/cli/src/doctor/read/messages.ts";
import { awsConnection } from "../../packages/core/src/aws/index.ts";
import {
  connect,
  createSandbox,
  listen,
  removeFunction,
  type Sandbox,
} from "../../packages/sandbox/src/index.ts";
import { disableSecurityHub, enableSecurityHub } from "../end-to-end/support/security-hub.ts";
import { away, createWorld, home, type World } from "../end-to-end/support/world.ts";
import { pullpass } from "./support/run.ts";

let world: World;
let bare: Sandbox;
const ends: (() => Promise<void>)[] = [];
const account = "111122223333";
const topic = `arn:aws:sns:${home}:${account}:pullpass-notices`;

beforeAll(async () => {
  world = await createWorld({ securityHub: true }, (end) => void ends.push(end));
  await enableSecurityHub(world);
  bare = await createSandbox({ regions: [home, away], account });
  await subscribe("sqs", `arn:aws:sqs:${home}:${account}:listeners`);
});
afterAll(async () => {
  for (const end of ends) await end();
  await bare.dispose();
});

const config = (region = home) => connect(world.sandbox, { region });
const events = (region = home) => new EventBridgeClient(config(region));
const trails = () => new CloudTrailClient(config());

async function subscribe(Protocol: string, Endpoint: string): Promise<string> {
  const subscribed = new SubscribeCommand({
    TopicArn: topic,
    Protocol,
    Endpoint,
    ReturnSubscriptionArn: true,
  });
  return (await new SNSClient(config()).send(subscribed)).SubscriptionArn ?? "";
}

/** What is not fine: `rules fault: …`. */
async function troubles(sandbox = world.sandbox, principal?: string) {
  const { out, code } = await pullpass(sandbox, ["doctor", "--json"], { ...(principal && { principal }) });
  const { checks } = JSON.parse(out) as { readonly checks: readonly Check[] };
  const found = checks.filter(({ outcome }) => outcome !== "fine");
  return {
    code,
    found: found.map(({ check, outcome, says }) => `${check} ${outcome}: ${says}`),
    lacks: found.map(({ lacks }) => lacks),
  };
}

test("a deployment in which all is well, in 80 columns", async () => {
  const { out, err, code } = await pullpass(world.sandbox, ["doctor"]);
  expect({ err, code }).toEqual({ err: "", code: 0 });
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(out).toMatchInlineSnapshot(`
    "pullpass is deployed in eu-central-1.

    ✔ Signed in: arn:aws:sts::111122223333:assumed-role/Administrator/admin in
      eu-central-1 of account 111122223333.
    ✔ Deployment: Stack pullpass is CREATE_COMPLETE.
    ✔ Second deployment: No other pullpass has rules in eu-central-1.
    ✔ Version: 0.1.0 is deployed, as this command is.
    ✔ Trail: Trail management-events logs what pullpass listens to.
    ✔ Concurrency: Nothing is reserved for its functions; 1000 of 1000 are
      unreserved.
    ✔ Functions: All 6 functions are there, and active.
    ✔ Rules: All 16 rules are enabled, and reach their functions.
    ✔ Forwarding: Events of us-east-1 are sent to eu-central-1.
    ✔ Dead letters: None are waiting.
    ✔ Subscriptions: 1 is confirmed.
    ✔ Security Hub: Security Hub CSPM is enabled, and gets findings.

    12 fine.
    "
  `);
});

test("an account in which nothing is deployed, in 80 columns", async () => {
  const { out, code } = await pullpass(bare, ["doctor"]);
  expect(code).toBe(0);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(out).toMatchInlineSnapshot(`
    "pullpass is not deployed in eu-central-1. This is what a deployment wants:

    ✔ Signed in: arn:aws:sts::111122223333:assumed-role/Administrator/admin in
      eu-central-1 of account 111122223333.
    ✔ Bootstrap: The CDK's is not there. npx cdk deploy needs it; SST makes its own.
        Before npx cdk deploy: npx cdk bootstrap aws://111122223333/eu-central-1
    ✔ Trail: Trail management-events logs what pullpass listens to.
    ✔ Concurrency: 1000 of 1000 are unreserved, and a deployment reserves 22.

    4 fine.
    "
  `);
});

test("--json says what is deployed, with and without a deployment", async () => {
  for (const sandbox of [world.sandbox, bare]) {
    const { out } = await pullpass(sandbox, ["doctor", "--json"]);
    const told: unknown = JSON.parse(out);
    const deployed =
      sandbox === bare ? null : { table: world.deployment.tableName, mode: "apply", version: "0.1.0" };
    expect(told).toMatchObject({ schema: "pullpass-doctor/1", account, region: home, deployed });
  }
});

test("a queue is asked where AWS_ENDPOINT_URL says, whatever host its URL names", async () => {
  const server = await listen(world.sandbox, { port: 0, host: "127.0.0.1" });
  vi.stubEnv("AWS_ENDPOINT_URL", server.url);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const url = `https://sqs.${home}.amazonaws.com/${account}/pullpass-dead-work.fifo`;
  const queues = await readQueues(
    awsConnection(() => ({ credentials })),
    home,
    new Map([["DeadWork", url]]),
  );
  expect(queues.get("DeadWork")).toMatchObject({ kind: "known", value: { waiting: 0 } });
});

interface Trouble {
  readonly cause: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
  readonly found: readonly (string | RegExp)[];
}

const rule = (Name: string) => ({ Name });
const selectors = (ReadWriteType: "All" | "ReadOnly") =>
  trails().send(
    new PutEventSelectorsCommand({
      TrailName: "management-events",
      EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }],
    }),
  );
const dead = () => ({ QueueUrl: world.deployment.deadLetterQueueUrl });
const policyOf = (FunctionName: string) => ({ FunctionName, StatementId: "OwnRulesAndTopics" });

const troublesKnown: Readonly<Record<string, Trouble>> = {
  "a rule that is disabled": {
    cause: () => events().send(new DisableRuleCommand(rule("pullpass-projects"))),
    mend: () => events().send(new EnableRuleCommand(rule("pullpass-projects"))),
    found: ["rules fault: Rule pullpass-projects is disabled."],
  },
  "a function that no rule may invoke": {
    cause: () => new LambdaClient(config()).send(new RemovePermissionCommand(policyOf("pullpass-sweep"))),
    mend: () =>
      new LambdaClient(config()).send(
        new AddPermissionCommand({
          ...policyOf("pullpass-sweep"),
          Action: "lambda:InvokeFunction",
          Principal: "events.amazonaws.com",
        }),
      ),
    found: ["rules fault: pullpass-sweep does not let rule pullpass-sweep in."],
  },
  "forwarding that is disabled": {
    cause: () => events(away).send(new DisableRuleCommand(rule(`pullpass-roles-to-${home}`))),
    mend: () => events(away).send(new EnableRuleCommand(rule(`pullpass-roles-to-${home}`))),
    found: [
      `forwarding warning: In ${away} rule pullpass-roles-to-${home} is disabled: what happens to roles is noticed by the next sweep.`,
    ],
  },
  "a trail that is stopped": {
    cause: () => trails().send(new StopLoggingCommand({ Name: "management-events" })),
    mend: () => trails().send(new StartLoggingCommand({ Name: "management-events" })),
    found: [
      /^trail fault: Trail management-events is not logging/,
      /^forwarding warning: No trail logs IAM's events/,
    ],
  },
  "a trail that logs reads": {
    cause: () => selectors("ReadOnly"),
    mend: () => selectors("All"),
    found: [
      /^trail fault: Trail management-events logs no management events of writes/,
      /^forwarding warning: No trail/,
    ],
  },
  "work that died": {
    cause: () =>
      new SQSClient(config()).send(
        new SendMessageCommand({
          ...dead(),
          MessageBody: "{}",
          MessageGroupId: "a",
          MessageDeduplicationId: "a",
        }),
      ),
    mend: () => new SQSClient(config()).send(new PurgeQueueCommand(dead())),
    found: ["dead-letters fault: 1 piece of work failed for good: a build may not pull."],
  },
  "a second deployment's rules": {
    cause: () =>
      events().send(
        new PutRuleCommand({
          ...rule("other-projects"),
          Description: "A CodeBuild project was created, changed or deleted",
          EventPattern: '{"source":["aws.codebuild"]}',
        }),
      ),
    mend: () => events().send(new DeleteRuleCommand(rule("other-projects"))),
    found: [
      /^second-deployment fault: Rule other-projects listens to what pullpass listens to, and no part of stack pullpass/,
    ],
  },
  "another ledger in the claim": {
    cause: () => claim("other-ledger"),
    mend: () => claim(world.deployment.tableName),
    found: [
      /^second-deployment fault: \/pullpass\/deployment names the ledger other-ledger, and the functions use pullpass-ledger/,
    ],
  },
};

/** With the stack that is there. */
async function claim(table: string) {
  const stack = (
    JSON.parse((await pullpass(world.sandbox, ["doctor", "--json"])).out) as { deployed: { stack: string } }
  ).deployed.stack;
  const ssm = new SSMClient(config());
  await ssm.send(
    new PutParameterCommand({
      Name: "/pullpass/deployment",
      Type: "String",
      Overwrite: true,
      Value: JSON.stringify({ table, stack }),
    }),
  );
}

test.each(Object.entries(troublesKnown))("%s is found", async (_, { cause, mend, found }) => {
  await cause();
  expect(await troubles()).toMatchObject({
    code: 1,
    found: found.map((each) => (typeof each === "string" ? each : expect.stringMatching(each))),
  });
  await mend();
});

test("an address that nobody confirmed is named", async () => {
  await subscribe("email", "ops@example.com");
  const arn = await subscribe("email", "ops@example.com");
  expect(await troubles()).toMatchObject({
    code: 1,
    found: ["subscriptions warning: Not confirmed, and hears nothing: ops@example.com."],
  });
  await new SNSClient(config()).send(new UnsubscribeCommand({ SubscriptionArn: arn }));
});

test("Security Hub that is not enabled, and should get findings, is told, and what to do", async () => {
  await disableSecurityHub(world);
  expect(await troubles()).toMatchObject({
    code: 1,
    found: [
      expect.stringMatching(/^security-hub fault: The option securityHub is on, and .+ not enabled here/),
    ],
  });
  await enableSecurityHub(world);
  expect(await troubles()).toMatchObject({ code: 0, found: [] });
});

const documented =
  /```json doctor\n([\s\S]*?)\n```/.exec(readFileSync("docs/operations.md", "utf8"))?.[1] ?? "{}";

/** A role that may do what the page says, but for some of it. */
async function reader(RoleName: string, without: readonly string[] = []): Promise<string> {
  const iam = new IAMClient(config());
  const [statement] = JSON.parse(documented).Statement;
  const Action = statement.Action.filter((action: string) => !without.includes(action));
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "sts:AssumeRole",
  };
  const text = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: text(trust) }));
  const PolicyDocument = text({ ...statement, Action });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "doctor", PolicyDocument }));
  return Role?.Arn ?? "";
}

/** Those of a group hide nothing of each other. */
const reads: readonly (readonly string[])[] = [
  ["ssm:GetParameter"],
  [
    "cloudformation:ListStackResources",
    "cloudtrail:DescribeTrails",
    "events:ListRules",
    "lambda:GetAccountSettings",
  ],
  [
    "cloudtrail:GetTrailStatus",
    "events:ListTargetsByRule",
    "lambda:GetFunctionConcurrency",
    "lambda:GetFunctionConfiguration",
    "securityhub:DescribeHub",
    "sns:ListSubscriptionsByTopic",
    "sqs:GetQueueAttributes",
  ],
  ["cloudformation:DescribeStacks", "cloudtrail:GetEventSelectors", "lambda:GetPolicy"],
];

test("the permissions of the page are enough, and what was mended is fine", async () => {
  expect(await troubles(world.sandbox, await reader("doctor"))).toMatchObject({ code: 0, found: [] });
  expect(reads.flat().sort()).toEqual(JSON.parse(documented).Statement[0].Action);
});

test.each(reads.map((denied) => ({ denied })))(
  "without $denied it cannot be told, and is not fine",
  async ({ denied }) => {
    const principal = await reader(`doctor-without-${denied[0]?.replace(":", "-")}`, denied);
    const { code, found, lacks } = await troubles(world.sandbox, principal);
    const names = [...new Set(lacks)].sort();
    expect({ code, lacks: names }, found.join("\n")).toEqual({ code: 3, lacks: denied });
  },
);

test("a function that is gone, and so is its stack's claim", async () => {
  removeFunction(world.sandbox, `arn:aws:lambda:${home}:${account}:function:pullpass-ingest`);
  const { code, found } = await troubles();
  expect(code).toBe(1);
  expect(found).toEqual([
    "functions fault: Function ingest is gone.",
    "rules fault: Rules pullpass-secrets, pullpass-secret-deletions and 13 more invoke pullpass-ingest, which is gone.",
  ]);
  await new SSMClient(config()).send(new DeleteParameterCommand({ Name: "/pullpass/deployment" }));
  expect(await troubles()).toMatchObject({
    code: 1,
    found: [expect.stringMatching(/^second-deployment warning: .* no parameter \/pullpass\/deployment/)],
  });
});

test("who is not signed in, and who names two Regions, is told so", async () => {
  expect((await pullpass(bare, ["doctor", "--region", home, "--region", away])).code).toBe(2);
  expect((await pullpass(bare, ["doctor", "--region", "eu-west-3"])).code).toBe(3);
});
