/** The queues and the topic of a deployment. */
import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { inParallel } from "@pullpass/core";
import { type Connection, snsClient } from "@pullpass/core/aws";
import type { Known } from "@pullpass/core/parts";
import type { QueueName, QueueState, Subscription } from "../examined.ts";
import { pages, told } from "./told.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export async function readQueues(
  connection: Connection,
  region: string,
  queues: ReadonlyMap<QueueName, string>,
): Promise<ReadonlyMap<QueueName, Known<QueueState>>> {
  // where AWS_ENDPOINT_URL says, as every other client: the stack's URLs name AWS's own host
  const client = new SQSClient({ ...connection(region), useQueueUrlAsEndpoint: false });
  const all = await inParallel(
    [...queues],
    4,
    async ([name, url]) => [name, await queueOf(client, url)] as const,
  );
  return new Map(all);
}

function queueOf(client: SQSClient, QueueUrl: string): Promise<Known<QueueState>> {
  return told("sqs:GetQueueAttributes", QueueUrl, async () => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["QueueArn", "ApproximateNumberOfMessages"],
      }),
    );
    const waiting = Number(Attributes.ApproximateNumberOfMessages);
    return Number.isInteger(waiting) ? { arn: Attributes.QueueArn ?? "", waiting } : undefined;
  });
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function readSubscriptions(
  connection: Connection,
  region: string,
  TopicArn: string,
): Promise<Known<readonly Subscription[]>> {
  const client = snsClient(connection, region);
  return told("sns:ListSubscriptionsByTopic", TopicArn, async () => {
    const all = await pages(async (NextToken) => {
      const answer = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
      return { items: answer.Subscriptions, next: answer.NextToken };
    });
    return all.map(({ SubscriptionArn = "", Protocol = "", Endpoint = "" }) => ({
      arn: SubscriptionArn,
      protocol: Protocol,
      endpoint: Endpoint,
    }));
  });
}
