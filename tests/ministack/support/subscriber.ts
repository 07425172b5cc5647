/** Queues that hear what pullpass tells: its topic's notices, and its events on the bus. */
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { ListTopicsCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Clients } from "./clients.ts";
import { account, region } from "./emulator.ts";
import { until } from "./until.ts";

/** As SNS hands it to a queue. https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export interface Notice {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
}

export interface BusEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Everything heard so far, once `isEnough` of it was. */
export type Hear<T> = (isEnough: (heard: readonly T[]) => boolean) => Promise<readonly T[]>;

export async function hearNotices({ sns, sqs }: Clients): Promise<Hear<Notice>> {
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  const TopicArn = Topics.map((topic) => topic.TopicArn ?? "").find((arn) => arn.includes("Notices"));
  const { Endpoint, hear } = await queue<Notice>(sqs, "subscriber");
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
  return hear;
}

export async function hearEvents({ events, sqs }: Clients): Promise<Hear<BusEvent>> {
  const { Endpoint, hear } = await queue<BusEvent>(sqs, "watcher");
  const Name = "what-pullpass-tells";
  await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify({ source: ["pullpass"] }) }));
  await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "watcher", Arn: Endpoint }] }));
  return hear;
}

async function queue<T>(sqs: SQSClient, QueueName: string) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const heard: T[] = [];
  const listen = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    heard.push(...Messages.map(({ Body = "" }) => JSON.parse(Body)));
    return heard;
  };
  const hear: Hear<T> = async (isEnough) => (await until(listen, isEnough)).seen;
  return { Endpoint: `arn:aws:sqs:${region}:${account}:${QueueName}`, hear };
}
