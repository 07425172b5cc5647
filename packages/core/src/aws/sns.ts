/**
 * The topic that people and their tools subscribe to; what is published at one time goes in one call, which takes the same permission.
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
import { PublishBatchCommand, PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { Refused } from "../errors.ts";
import type { Message } from "../notice/message.ts";
import type { Topic } from "../notice/ports.ts";
import { withAwsErrors } from "./errors.ts";
import { inBatches } from "./in-batches.ts";

export interface SnsTopicOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
}

export function snsTopic({ client, topicArn: TopicArn }: SnsTopicOptions): Topic {
  const publishAlone = async (message: Message) => {
    await withAwsErrors({ call: "sns:Publish", resource: TopicArn }, () =>
      client.send(new PublishCommand({ TopicArn, ...inputOf(message) })),
    );
  };
  const publishAll = async (messages: readonly Message[]): Promise<readonly unknown[]> => {
    const [first, ...others] = messages;
    if (first !== undefined && others.length === 0) return [await publishAlone(first)];
    const PublishBatchRequestEntries = messages.map((message, index) => ({
      Id: String(index),
      ...inputOf(message),
    }));
    try {
      const { Failed = [] } = await withAwsErrors({ call: "sns:PublishBatch", resource: TopicArn }, () =>
        client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries })),
      );
      const failed = new Set(Failed.map(({ Id }) => Id));
      const again = messages.map((message, index) =>
        failed.has(String(index)) ? errorOf(publishAlone(message)) : undefined,
      );
      return await Promise.all(again);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return Promise.all(messages.map((message) => errorOf(publishAlone(message))));
    }
  };
  return { publish: inBatches({ entries: 10, size: 262_144, sizeOf: bytesOf }, publishAll) };
}

/** Alone, SNS says what is wrong with it as it does of every message. */
async function errorOf(publishing: Promise<void>): Promise<unknown> {
  try {
    return await publishing;
  } catch (error) {
    return error;
  }
}

function inputOf({ subject, text, attributes }: Message) {
  return { Subject: subject, Message: text, MessageAttributes: attributesInput(attributes) };
}

/** No less than SNS counts. */
function bytesOf(message: Message): number {
  return Buffer.byteLength(JSON.stringify(message));
}

function attributesInput(attributes: Message["attributes"]) {
  const entries = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    { DataType: type, StringValue: value },
  ]);
  return Object.fromEntries(entries);
}
