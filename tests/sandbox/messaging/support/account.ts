/** One in-memory account with its administrator's clients for queues, topics, buses and tables. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { onTestFinished } from "vitest";
import {
  connect,
  createSandbox,
  deployFunction,
  type FunctionContext,
  type FunctionSettings,
} from "../../../../packages/sandbox/src/index.ts";

export const account = "111122223333";
export const home = "eu-central-1";
export const away = "us-east-1";

interface Settings {
  readonly clock?: "virtual" | "wall";
}

export async function newAccount({ clock = "virtual" }: Settings = {}) {
  const sandbox = await createSandbox({ seed: 1, regions: [home, away], account, clock });
  onTestFinished(() => sandbox.dispose());
  const clients = (region: string) => {
    const config = connect(sandbox, { region });
    return {
      sqs: new SQSClient(config),
      sns: new SNSClient(config),
      events: new EventBridgeClient(config),
      dynamodb: new DynamoDBClient(config),
      iam: new IAMClient(config),
    };
  };
  const { sqs, iam, events, ...others } = clients(home);

  /** Creates a queue; the answer is its URL. */
  const queue = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    const isFifo = QueueName.endsWith(".fifo") ? { FifoQueue: "true" } : {};
    const created = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: { ...isFifo, ...Attributes } }),
    );
    return created.QueueUrl ?? "";
  };
  /** Creates a role for functions that may do everything, or what is said. */
  const role = async (RoleName: string, Action: string | string[] = "*") => {
    const trust = {
      Effect: "Allow",
      Principal: { Service: ["lambda.amazonaws.com", "events.amazonaws.com"] },
      Action: "sts:AssumeRole",
    };
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }),
    );
    const PolicyDocument = policy({ Effect: "Allow", Action, Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument }));
    return Role?.Arn ?? "";
  };

  return {
    sandbox,
    clients,
    sqs,
    iam,
    events,
    ...others,
    queue,
    role,
    queueArn: (name: string, region = home) => `arn:aws:sqs:${region}:${account}:${name}`,
    async send(QueueUrl: string, MessageBody: string, more: object = {}) {
      return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
    },
    async receive(QueueUrl: string, more: object = {}) {
      const asked = {
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All" as const],
        MessageAttributeNames: ["All"],
      };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...asked, ...more }));
      return Messages;
    },
    /** Deploys a function under a role that may do everything; the answer is its ARN. */
    async deploy(
      name: string,
      handler: (event: never, context: FunctionContext) => Promise<unknown>,
      more: Partial<FunctionSettings> = {},
    ) {
      const settings = { name, region: home, handler, ...more };
      return deployFunction(sandbox, { ...settings, role: more.role ?? (await role(name)) });
    },
    async rule(Name: string, pattern: object, targets: readonly Omit<Target, "Id">[], bus = events) {
      await bus.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
      const Targets = targets.map((target, index) => ({ ...target, Id: String(index) }) as Target);
      if (Targets.length > 0) await bus.send(new PutTargetsCommand({ Rule: Name, Targets }));
    },
    /** Lets time pass, and everything that follows from it happen. */
    async pass(ms: number) {
      await sandbox.clock.advance(ms);
      await sandbox.settle();
    },
  };
}

/** A policy document's text. */
export const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** Lets an AWS service send to the queue or topic. */
export const letIn = (Service: string, Action: string) =>
  policy({ Effect: "Allow", Principal: { Service }, Action, Resource: "*" });
