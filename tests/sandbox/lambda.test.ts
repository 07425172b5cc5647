/** What Lambda says of the functions that are deployed, and whom their policies let in. */

import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  AddPermissionCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect, onTestFinished, test } from "vitest";
import { connect, listen } from "../../packages/sandbox/src/index.ts";
import { account, home, newAccount, policy } from "./messaging/support/account.ts";
import { failure } from "./support/account.ts";

async function deployed() {
  const world = await newAccount();
  const heard: unknown[] = [];
  const arn = await world.deploy("listener", async (event: unknown) => void heard.push(event), {
    environment: { STAGE: "prod" },
  });
  const lambda = new LambdaClient(connect(world.sandbox, { region: home }));
  return { ...world, arn, heard, lambda };
}

const named = { FunctionName: "listener" };

test("a function is found by name, ARN or part of it", async () => {
  const { lambda, arn } = await deployed();
  for (const FunctionName of ["listener", arn, `${account}:function:listener`]) {
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      FunctionName: "listener",
      FunctionArn: arn,
      State: "Active",
      Environment: { Variables: { STAGE: "prod" } },
    });
  }
  for (const Command of [GetFunctionConfigurationCommand, GetFunctionConcurrencyCommand, GetPolicyCommand]) {
    const call = lambda.send(new Command({ FunctionName: "nobody" }));
    expect(await failure(call)).toMatch(/^ResourceNotFoundException: Function not found: arn:.*:nobody$/);
  }
});

test("nothing is reserved, of the limit that accounts begin with", async () => {
  const { lambda } = await deployed();
  expect(await lambda.send(new GetAccountSettingsCommand({}))).toMatchObject({
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 },
    AccountUsage: { FunctionCount: 1 },
  });
  const { ReservedConcurrentExecutions } = await lambda.send(new GetFunctionConcurrencyCommand(named));
  expect(ReservedConcurrentExecutions).toBeUndefined();
});

test("a rule and a topic invoke whom the function's policy lets in", async () => {
  const { lambda, events, sns, rule, arn, heard, pass } = await deployed();
  await rule("all", { source: ["test"] }, [{ Arn: arn }]);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "notices" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint: arn }));
  const both = async () => {
    heard.length = 0;
    const Entries = [{ Source: "test", DetailType: "a", Detail: "{}" }];
    await events.send(new PutEventsCommand({ Entries }));
    await sns.send(new PublishCommand({ TopicArn, Message: "b" }));
    await pass(1);
    return heard.length;
  };
  expect(await both()).toBe(2);

  const { Policy = "" } = await lambda.send(new GetPolicyCommand(named));
  const [{ Sid: StatementId }] = JSON.parse(Policy).Statement;
  await lambda.send(new RemovePermissionCommand({ ...named, StatementId }));
  expect(await failure(lambda.send(new GetPolicyCommand(named)))).toMatch(
    /^ResourceNotFoundException: The resource you requested does not exist/,
  );
  expect(await both()).toBe(0);

  const allowed = {
    ...named,
    StatementId: "rule",
    Action: "lambda:InvokeFunction",
    Principal: "events.amazonaws.com",
  };
  const SourceArn = `arn:aws:events:${home}:${account}:rule/all`;
  await lambda.send(new AddPermissionCommand({ ...allowed, SourceArn }));
  expect(await both()).toBe(1);
  expect(await failure(lambda.send(new AddPermissionCommand(allowed)))).toMatch(/^ResourceConflictException/);

  await lambda.send(new RemovePermissionCommand({ ...named, StatementId: "rule" }));
  await lambda.send(new AddPermissionCommand({ ...allowed, SourceArn: `${SourceArn}-other` }));
  expect(await both()).toBe(0);
});

test("an event for a function that lets no rule in is in the target's dead-letter queue, with the reason", async () => {
  const { lambda, events, rule, arn, queue, queueArn, receive, pass } = await deployed();
  const Policy = policy({
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
  });
  const url = await queue("dead", { Policy });
  await rule("all", { source: ["test"] }, [{ Arn: arn, DeadLetterConfig: { Arn: queueArn("dead") } }]);
  await lambda.send(new RemovePermissionCommand({ ...named, StatementId: "OwnRulesAndTopics" }));
  await events.send(new PutEventsCommand({ Entries: [{ Source: "test", DetailType: "a", Detail: "{}" }] }));
  await pass(1);
  const [message] = await receive(url);
  expect(message?.MessageAttributes?.ERROR_CODE?.StringValue).toBe("NO_PERMISSIONS");
});

test("over HTTP, too, path and method name the operation", async () => {
  const { sandbox, arn } = await deployed();
  const server = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => server.close());
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const lambda = new LambdaClient({ endpoint: server.url, region: home, credentials, maxAttempts: 1 });
  expect(await lambda.send(new GetPolicyCommand({ FunctionName: arn, Qualifier: "1" }))).toMatchObject({
    Policy: expect.stringContaining(arn),
  });
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260105/${home}/lambda/aws4_request, SignedHeaders=host, Signature=0`;
  const response = await fetch(`${server.url}/2015-03-31/nothing`, { headers: { authorization } });
  expect([response.status, response.headers.get("x-amzn-errortype")]).toEqual([
    501,
    "UnknownOperationException",
  ]);
});
