/** The watch that every test file has: a test that tells a secret's value fails, wherever and in whatever form it tells it. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, describe, expect, test } from "vitest";
import { telemetryOf } from "../../packages/functions/src/telemetry.ts";
import { connect, createSandbox, deployFunction } from "../../packages/sandbox/src/index.ts";
import { canary } from "../support/canary.ts";
import { tellingFiles } from "../support/files-written.ts";
import { tell } from "../support/told.ts";

const region = "eu-central-1";
const value = `${canary}of-this-file`;
const folder = mkdtempSync(join(tmpdir(), "pullpass-"));
afterAll(() => rmSync(folder, { recursive: true }));
const config = async () => connect(await createSandbox({ seed: 1, regions: [region] }), { region });

const ways: Readonly<Record<string, (text: string) => unknown>> = {
  "on standard output": (text) => process.stdout.write(`${text}\n`),
  "on standard error": (text) => process.stderr.write(`${text}\n`),
  "in a log": (text) => telemetryOf("tests", { AWS_LAMBDA_FUNCTION_NAME: "tests" }).logger.error(text),
  "in what the command prints": (text) => tell("what the command prints", text),
  "in a process of its own": (text) =>
    promisify(execFile)(process.execPath, ["-e", `console.log(${JSON.stringify(text)})`]),
  "in a process that the test waits for": (text) =>
    spawnSync(process.execPath, ["-e", `console.error(${JSON.stringify(text)})`]),
  "in the error of such a process": (text) => {
    const fails = ["-e", `console.error(${JSON.stringify(text)}); process.exit(1)`];
    expect(() => execFileSync(process.execPath, fails, { stdio: "pipe" })).toThrow();
  },
  "in a file that the command writes": (text) =>
    tellingFiles(() => pipeline([text], createWriteStream(join(folder, "report.html")))),
  "in a file that a process of its own writes": (text) => {
    const file = join(folder, "report.sarif");
    const writes = `require("fs").writeFileSync(process.argv.at(-1), ${JSON.stringify(text)})`;
    return promisify(execFile)(process.execPath, ["-e", writes, "--", "--output", file]);
  },
  "in a log of a function that prints none": (text) =>
    telemetryOf("tests", {}).logger.debug("checked", { login: { text } }),
  "in what a function throws, as a trace has it": async (text) => {
    const sandbox = await createSandbox({ seed: 1, regions: [region] });
    const handler = async () => {
      throw new Error(text);
    };
    const role = `arn:aws:iam::${sandbox.account}:role/tests`;
    const arn = deployFunction(sandbox, { name: "tests", region, role, handler });
    const events = new EventBridgeClient(connect(sandbox, { region }));
    const EventPattern = JSON.stringify({ source: ["tests"] });
    await events.send(new PutRuleCommand({ Name: "all", EventPattern }));
    await events.send(new PutTargetsCommand({ Rule: "all", Targets: [{ Id: "1", Arn: arn }] }));
    const Entries = [{ Source: "tests", DetailType: "test", Detail: "{}" }];
    await events.send(new PutEventsCommand({ Entries }));
    await sandbox.settle();
    sandbox.dispose();
  },
  "in a notice": async (text) => {
    const sns = new SNSClient(await config());
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "notices" }));
    await sns.send(new PublishCommand({ TopicArn, Message: text }));
  },
  "in a message, which the queue does not even take": async (text) => {
    const QueueUrl = `https://sqs.${region}.amazonaws.com/123456789012/none`;
    const sent = new SQSClient(await config()).send(new SendMessageCommand({ QueueUrl, MessageBody: text }));
    await expect(sent).rejects.toThrow();
  },
};

describe.each(Object.entries(ways))("%s", (_, tellIn) => {
  test.fails("a value fails the test", async () => void (await tellIn(`the login ${value}`)));
  test("other words do not", async () => void (await tellIn("the login of the secret registry/hub")));
});

const login = (password: string) => Buffer.from(`ci:${password}`);

describe("in whatever form", () => {
  test.fails.each([
    ["base64, as Docker's configuration has it", login(value).toString("base64")],
    ["base64 from the second byte on", login(value).subarray(1).toString("base64")],
    ["base64 from the third byte on", login(value).subarray(2).toString("base64url")],
    ["hexadecimal", login(value).toString("hex")],
    ["hexadecimal in capitals", login(value).toString("hex").toUpperCase()],
    ["part of a URL", encodeURIComponent(`ci:${value}`)],
  ])("%s", (_, text) => tell("an error", text));
});

test.fails("a password that nobody looks for is none for a test", async () => {
  const SecretString = JSON.stringify({ username: "ci", password: "unseen" });
  const secrets = new SecretsManagerClient(await config());
  await secrets.send(new CreateSecretCommand({ Name: "registry/hub", SecretString }));
});

test("a value goes to Secrets Manager, and what is else told is nobody's", async () => {
  const SecretString = JSON.stringify({ username: "ci", password: value });
  const secrets = new SecretsManagerClient(await config());
  await secrets.send(new CreateSecretCommand({ Name: "registry/hub", SecretString }));
  tell("what the command prints", "The secret registry/hub was created.");
});
