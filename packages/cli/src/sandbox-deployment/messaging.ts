/** The queues of work and of what failed for good, and the topic that notices come out of. */
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { workDeliveriesMax, workHiddenSeconds } from "@pullpass/functions/deployment";
import { connect, type Sandbox } from "@pullpass/sandbox";

export interface DeployedQueue {
  readonly url: string;
  readonly arn: string;
}

export interface WorkQueues {
  readonly work: DeployedQueue;
  readonly sweepWork: DeployedQueue;
  readonly deadLetterUrl: string;
}

export async function createWorkQueues(sandbox: Sandbox, region: string): Promise<WorkQueues> {
  const sqs = new SQSClient(connect(sandbox, { region }));
  const dead = await fifoQueue(sqs, "pullpass-dead-work.fifo", {});
  const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: workDeliveriesMax });
  const attributes = { VisibilityTimeout: String(workHiddenSeconds), RedrivePolicy: redrive };
  const work = await fifoQueue(sqs, "pullpass-work.fifo", attributes);
  const sweepWork = await fifoQueue(sqs, "pullpass-sweep-work.fifo", attributes);
  return { work, sweepWork, deadLetterUrl: dead.url };
}

async function fifoQueue(sqs: SQSClient, QueueName: string, more: Readonly<Record<string, string>>) {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: "true", ...more } }),
  );
  return { url: QueueUrl ?? "", arn: await arnOf(sqs, QueueUrl) };
}

async function arnOf(sqs: SQSClient, QueueUrl: string | undefined): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return Attributes?.QueueArn ?? "";
}

/** The queue for events and notices that nobody could take. */
export async function createDeadEvents(sandbox: Sandbox, region: string): Promise<DeployedQueue> {
  const sqs = new SQSClient(connect(sandbox, { region }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "pullpass-dead-events" }));
  return { url: QueueUrl ?? "", arn: await arnOf(sqs, QueueUrl) };
}

/** The topic's ARN. */
export async function createTopic(sandbox: Sandbox, region: string, Name: string): Promise<string> {
  const sns = new SNSClient(connect(sandbox, { region }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
  return TopicArn ?? "";
}
