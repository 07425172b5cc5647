import { BatchGetProjectsCommand, CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { tableDefinition } from "../../packages/core/src/ledger/table.ts";
import { type BusEvent, connect, createSandbox, listen } from "../../packages/sandbox/src/index.ts";
import { environment } from "./support/environment.ts";
import { invoke } from "./support/invoke.ts";

const region = "eu-central-1";
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

/** An account with what a deployment needs, reachable over HTTP, and the variables that lead the bundles to it. */
async function deployed() {
  const sandbox = await createSandbox({ seed: 1, regions: [region, "us-east-1"], account: "111122223333" });
  onTestFinished(() => sandbox.dispose());
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  onTestFinished(close);
  const config = connect(sandbox, { region });
  const sqs = new SQSClient(config);
  const fifo = { QueueName: "pullpass.fifo", Attributes: { FifoQueue: "true" } };
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand(fifo));
  const { QueueUrl: sweepQueueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ ...fifo, QueueName: "pullpass-sweeps.fifo" }),
  );
  const { TopicArn = "" } = await new SNSClient(config).send(new CreateTopicCommand({ Name: "pullpass" }));
  await new DynamoDBClient(config).send(new CreateTableCommand(tableDefinition("pullpass")));
  const events: BusEvent[] = [];
  sandbox.onEvent((event) => void events.push(event));
  const variables = {
    ...environment,
    PULLPASS_QUEUE_URL: QueueUrl,
    PULLPASS_SWEEP_QUEUE_URL: sweepQueueUrl,
    PULLPASS_TOPIC_ARN: TopicArn,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "anyone",
    AWS_SECRET_ACCESS_KEY: "anything",
    AWS_LAMBDA_FUNCTION_NAME: "pullpass",
  };
  const queued = async (name: "pullpass" | "pullpass-sweeps" = "pullpass") => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: name === "pullpass" ? QueueUrl : sweepQueueUrl,
        MaxNumberOfMessages: 10,
      }),
    );
    const Records = Messages.map(({ MessageId, Body, ReceiptHandle }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      eventSourceARN: `arn:aws:sqs:eu-central-1:111122223333:${name}.fifo`,
      attributes: { MessageGroupId: "web", ApproximateReceiveCount: "1" },
    }));
    return { Records };
  };
  return { sandbox, config, variables, queued, events };
}

test("the bundles, over HTTP, take a project from its CreateProject event to its grant", async () => {
  const { config, variables, queued, events } = await deployed();
  const secrets = new SecretsManagerClient(config);
  const { ARN } = await secrets.send(
    new CreateSecretCommand({
      Name: "registry/hub",
      SecretString: '{"username":"ci","password":"canary-s3cret"}',
      Tags: [{ Key: "pullpass/projects", Value: "web" }],
    }),
  );
  const iam = new IAMClient(config);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument: trust }),
  );
  const codebuild = new CodeBuildClient(config);
  await codebuild.send(
    new CreateProjectCommand({
      name: "web",
      serviceRole: Role?.Arn,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "registry.example.net/acme/web:1",
        imagePullCredentialsType: "SERVICE_ROLE",
        registryCredential: { credential: "registry/hub", credentialProvider: "SECRETS_MANAGER" },
      },
    }),
  );
  const event = events.find(({ source }) => source === "aws.codebuild");

  const ingested = await invoke("ingest", event, variables);
  expect(ingested.response).toEqual({ work: 1 });
  const work = await queued();
  const reconciled = await invoke("reconcile", work, variables);
  expect(reconciled.response).toEqual({ batchItemFailures: [] });

  const own = { RoleName: "web", PolicyName: `pullpass-${region}` };
  const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(own));
  expect(decodeURIComponent(PolicyDocument)).toContain(ARN);
  const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: ["web"] }));
  expect(projects?.[0]?.environment?.registryCredential?.credential).toBe(ARN);

  const log = reconciled.lines.find(({ message }) => message === "reconciled");
  expect(log).toMatchObject({
    level: "INFO",
    service: "pullpass-reconcile",
    role: Role?.Arn,
    function_request_id: "r-1",
  });
  const metrics = reconciled.lines.find((line) => "ChangesApplied" in line);
  expect(metrics).toMatchObject({ ChangesApplied: 2, ChangesFailed: 0, service: "pullpass-reconcile" });
});

test("the sweep's bundle, over HTTP, sends every role, and counts what the dead man's switch waits for", async () => {
  const { variables, config, queued } = await deployed();
  const iam = new IAMClient(config);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument: trust }),
  );
  await new CodeBuildClient(config).send(
    new CreateProjectCommand({
      name: "web",
      serviceRole: Role?.Arn,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "node:24" },
    }),
  );
  const swept = await invoke("sweep", {}, variables);
  expect(swept.response).toEqual({ roles: 1, work: 1 });
  expect(swept.lines.find((line) => "SweepsCompleted" in line)).toMatchObject({
    SweepsCompleted: 1,
    service: "pullpass-sweep",
    _aws: { CloudWatchMetrics: [{ Namespace: "pullpass", Dimensions: [["service"]] }] },
  });
  const [record] = (await queued("pullpass-sweeps")).Records;
  expect(JSON.parse(record?.body ?? "")).toMatchObject({
    projects: ["web"],
    causes: [{ id: "r-1", event: "sweep" }],
  });
});

test("a bundle that cannot reach AWS fails, and logs the domain's error as one line of JSON", async () => {
  const nowhere = { ...(await deployed()).variables, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
  const failed = await invoke("sweep", {}, nowhere).catch((error: unknown) => error);
  const { stdout, stderr } = failed as { stdout: string; stderr: string };
  const [line = ""] = `${stdout}${stderr}`.split("\n").filter((each) => each.includes('"level":"ERROR"'));
  expect(JSON.parse(line)).toMatchObject({
    message: "failed",
    error: {
      name: "Unavailable",
      message: expect.stringMatching(/^codebuild:ListProjects on eu-central-1 failed: /),
    },
  });
});
