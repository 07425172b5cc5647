/** A batch of work, as the event source mapping hands it over. */
import { BatchGetProjectsCommand, CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { workMessages } from "../../packages/core/src/aws/work-message.ts";
import { tableDefinition } from "../../packages/core/src/ledger/table.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import { createReconcile } from "../../packages/functions/src/reconcile.ts";
import { awsError, connect, createSandbox } from "../../packages/sandbox/src/index.ts";
import { trust } from "../flows/support.ts";
import { environment } from "./support/environment.ts";

const region = "eu-central-1";
const account = "111122223333";
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const context = {
  awsRequestId: "r-1",
  functionName: "pullpass-reconcile",
  getRemainingTimeInMillis: () => 30_000,
};

/** The function, and an account with projects by role, each with a secret that consents to all and by name alone. */
async function deployed(projects: Readonly<Record<string, readonly string[]>>) {
  const sandbox = await createSandbox({ seed: 1, regions: [region, "us-east-1"], account });
  onTestFinished(() => sandbox.dispose());
  const config = connect(sandbox, { region });
  const queue = { QueueName: "pullpass.fifo", Attributes: { FifoQueue: "true" } };
  await new SQSClient(config).send(new CreateQueueCommand(queue));
  await new DynamoDBClient(config).send(new CreateTableCommand(tableDefinition("pullpass")));
  const Tags = [{ Key: "pullpass/projects", Value: "all" }];
  const { ARN: secret = "" } = await new SecretsManagerClient(config).send(
    new CreateSecretCommand({
      Name: "hub",
      SecretString: '{"username":"ci","password":"canary-s3cret"}',
      Tags,
    }),
  );
  const codebuild = new CodeBuildClient(config);
  for (const [RoleName, names] of Object.entries(projects)) {
    const role = { RoleName, AssumeRolePolicyDocument: trust };
    await new IAMClient(config).send(new CreateRoleCommand(role));
    for (const name of names) await codebuild.send(new CreateProjectCommand(projectOf(name, RoleName)));
  }
  const aws = (place: string) => connect(sandbox, { region: place, attempts: 2 });
  const reconcile = createReconcile(environment, { aws, clock: sandbox.clock });
  /** Which of the projects name the secret by its ARN now. */
  const repaired = async () => {
    const names = Object.values(projects).flat();
    const { projects: read = [] } = await codebuild.send(new BatchGetProjectsCommand({ names }));
    const isRepaired = read.filter(
      ({ environment: { registryCredential } = {} }) => registryCredential?.credential === secret,
    );
    return isRepaired.map(({ name }) => name).sort();
  };
  return {
    sandbox,
    repaired,
    deliver: (Records: readonly object[]) => reconcile({ Records }, context as never),
  };
}

function projectOf(name: string, role: string) {
  return {
    name,
    serviceRole: roleArn(role),
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_SMALL",
      image: "registry.example.net/acme/web:1",
      registryCredential: { credential: "hub", credentialProvider: "SECRETS_MANAGER" },
    },
  } as const;
}

/** A message of the queue of events, delivered for the first time. */
function message(messageId: string, group: string, body: string) {
  const attributes = { MessageGroupId: group, ApproximateReceiveCount: "1" };
  const eventSourceARN = `arn:aws:sqs:${region}:${account}:pullpass.fifo`;
  return { messageId, receiptHandle: `receipt of ${messageId}`, body, eventSourceARN, attributes };
}

/** Work for projects of a role, of one event, in the role's group. */
function asked(id: string, role: string, ...projects: readonly string[]) {
  const causes = [{ id, event: "UpdateProject", actor: "ann", time: "2026-01-05T09:00:00Z" }];
  const work = { role: parseRoleArn(roleArn(role)), account, region, projects, listing: undefined, causes };
  const [{ body = "" } = {}] = workMessages({ ...work, alone: true });
  return message(id, role, body);
}

const failures = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test("what several messages ask for the same role is all done", async () => {
  const { deliver, repaired } = await deployed({ team: ["api", "web"] });
  expect(await deliver([asked("1", "team", "api"), asked("2", "team", "web")])).toEqual(failures());
  expect(await repaired()).toEqual(["api", "web"]);
});

test("a message that nobody can read is delivered again, and stands in the way of none", async () => {
  const { deliver, repaired } = await deployed({ team: ["api", "web"] });
  const odd = message("odd", "team", '{"role":7}');
  const batch = [asked("1", "team", "api"), odd, asked("2", "team", "web")];
  expect(await deliver(batch)).toEqual(failures("odd"));
  expect(await repaired()).toEqual(["api", "web"]);
});

test("work that fails is delivered again, and that of other roles is done", async () => {
  const { sandbox, deliver, repaired } = await deployed({ team: ["api"], shop: ["web"] });
  let isDown = true;
  sandbox.before(({ operation, input }) => {
    const isOfTeam = JSON.stringify(input).includes('"team"');
    if (isDown && operation === "PutRolePolicy" && isOfTeam) throw awsError("ServiceFailure", "down", 500);
  });
  const batch = [asked("1", "team", "api"), asked("2", "shop", "web")];
  expect(await deliver(batch)).toEqual(failures("1"));
  expect(await repaired()).toEqual(["web"]);
  isDown = false;
  expect(await deliver([asked("1", "team", "api")])).toEqual(failures());
  expect(await repaired()).toEqual(["api", "web"]);
});
