/** Urgent work never waits behind a sweep, at rates at which AWS may take requests. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { assumedRates } from "../../bench/assumed-rates.ts";
import { largeAccount, region } from "../../bench/large-account.ts";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { administrator, connect, type Sandbox } from "../../packages/sandbox/src/index.ts";

const account = "111122223333";
const hourMs = 3_600_000;

/** Seconds from a project whose role may not read its secret until all is done for it. */
async function secondsToRepair(sandbox: Sandbox, name: string): Promise<number> {
  const { clock } = sandbox;
  const from = { caller: administrator(sandbox), place: { account, region, partition: "aws" } };
  let done = 0;
  sandbox.onEvent(({ detail }) => {
    const text = JSON.stringify(detail);
    if (text.includes('"UpdateProject"') && text.includes(name)) done = clock.now().getTime();
  });
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  await sandbox.call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument }, from);
  const project = {
    name,
    serviceRole: `arn:aws:iam::${account}:role/${name}`,
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_SMALL",
      image: "ghcr.io/acme/builder:2",
      registryCredential: { credential: "registry/team-0", credentialProvider: "SECRETS_MANAGER" },
    },
  };
  const broken = clock.now().getTime();
  await sandbox.call("codebuild", "CreateProject", project, from);
  for (let looks = 0; looks < 600 && done === 0; looks++) await clock.advance(100);
  return done === 0 ? Number.POSITIVE_INFINITY : (done - broken) / 1_000;
}

async function waitingOfSweeps(sandbox: Sandbox): Promise<number> {
  const sqs = new SQSClient(connect(sandbox, { region }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-sweep-work.fifo" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

test("a project that breaks while a sweep of 300 roles is under way is repaired as soon as at rest", async () => {
  const sandbox = await largeAccount(
    { projects: 300, secrets: 8, roles: 300 },
    { requestRates: assumedRates },
  );
  await deploy(sandbox, region, {
    mode: "apply",
    searchRegions: [region],
    sweepMinutes: 60,
    bulkReads: false,
  });
  await sandbox.clock.advance(1_000);
  const atRest = await secondsToRepair(sandbox, "team-0-early");
  await sandbox.clock.advance(hourMs);
  await sandbox.clock.advance(10_000);
  const meanwhile = await secondsToRepair(sandbox, "team-0-late");
  const waiting = await waitingOfSweeps(sandbox);
  expect(waiting).toBeGreaterThan(100);
  expect(meanwhile).toBeLessThanOrEqual(2 * atRest);
});
