/** What teams do in the account, and what they see there: plain SDK calls. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { BatchGetProjectsCommand, CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { DynamoDBClient, ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  SecretsManagerClient,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { ListTopicsCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { account, region } from "./emulator.ts";

export interface Message {
  readonly Subject: string;
  readonly Message: string;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

export function openAccount(endpoint: string) {
  const config = { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const codebuild = new CodeBuildClient(config);
  const iam = new IAMClient(config);
  const secrets = new SecretsManagerClient(config);
  const sns = new SNSClient(config);
  const sqs = new SQSClient(config);
  const dynamodb = new DynamoDBClient(config);

  return {
    async createKey() {
      const { KeyMetadata } = await new KMSClient(config).send(new CreateKeyCommand({}));
      return KeyMetadata?.Arn ?? "";
    },
    async createSecret(Name: string, consent: string, KmsKeyId?: string) {
      const SecretString = JSON.stringify({ username: "ci", password: "secret" });
      const Tags = [{ Key: "pullpass/projects", Value: consent }];
      const { ARN } = await secrets.send(
        new CreateSecretCommand({ Name, SecretString, Tags, ...(KmsKeyId !== undefined && { KmsKeyId }) }),
      );
      return ARN ?? "";
    },
    async withdraw(SecretId: string) {
      await secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ["pullpass/projects"] }));
    },
    /** With a service role of the same name. */
    async createProject(name: string, credential: string, image = "acme/web:1") {
      await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
      await codebuild.send(
        new CreateProjectCommand({
          name,
          serviceRole: `arn:aws:iam::${account}:role/${name}`,
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: { type: "NO_ARTIFACTS" },
          environment: {
            type: "LINUX_CONTAINER",
            computeType: "BUILD_GENERAL1_SMALL",
            image,
            registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
          },
        }),
      );
    },
    /** The statements of the role's policy, if it has one. */
    async grants(RoleName: string): Promise<readonly unknown[]> {
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const [PolicyName] = PolicyNames;
      if (PolicyName === undefined) return [];
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
    },
    async environment(name: string) {
      const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
      return projects?.[0]?.environment;
    },
    async ledger() {
      const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
      const [TableName] = TableNames.filter((name) => name.includes("Ledger"));
      if (TableName === undefined) throw new Error("there is no table of the ledger");
      return (await dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];
    },
    /** A queue that hears every notice. Asked, it answers what came since it was last asked. */
    async subscriber() {
      const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
      const TopicArn = Topics.map((topic) => topic.TopicArn ?? "").find((arn) => arn.includes("Notices"));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "subscriber" }));
      const Endpoint = `arn:aws:sqs:${region}:${account}:subscriber`;
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
      return async (): Promise<readonly Message[]> => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        for (const { ReceiptHandle } of Messages) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
        return Messages.map(({ Body = "" }) => JSON.parse(Body));
      };
    },
  };
}

/** A record of tests/records, as it would read in this account. */
export function event(name: string, words: Readonly<Record<string, string>>): unknown {
  const file = join(import.meta.dirname, `../../records/${name}.json`);
  const replace = { "111122223333": account, "eu-central-1": region, ...words };
  const text = Object.entries(replace).reduce(
    (before, [from, to]) => before.replaceAll(from, to),
    readFileSync(file, "utf8"),
  );
  return JSON.parse(text).event;
}

/** What `look` answers once `isDone`, and the seconds until then. Throws an Error with what was seen last. */
export async function until<T>(look: () => Promise<T>, isDone: (seen: T) => boolean) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  for (;;) {
    const seen = await look();
    if (isDone(seen)) return { seen, seconds: seconds() };
    if (seconds() > waitSeconds) throw new Error(`after ${waitSeconds} seconds: ${JSON.stringify(seen)}`);
    await pause(100);
  }
}

const waitSeconds = 60;
