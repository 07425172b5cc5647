import { awsError } from "../errors.ts";
import type { Sandbox } from "../sandbox.ts";
import { deleteReceived } from "../services/sqs/delete-message.ts";
import { findQueueByArn } from "../services/sqs/find-queue.ts";
import { permissionOn } from "../services/sqs/permission.ts";
import { receiptHandle } from "../services/sqs/receipt-handle.ts";
import type { Queue, StoredMessage } from "../services/sqs/state.ts";
import { takeMessages } from "../services/sqs/take-messages.ts";
import { onAvailable } from "../services/sqs/wake.ts";
import { failedItems } from "./batch-response.ts";
import { type InvocationResult, invoke } from "./invoke.ts";
import { queueEvent } from "./queue-event.ts";
import { requireFunction, requireReadable } from "./read-permission.ts";
import { type DeployedFunction, functionStore } from "./state.ts";

export interface QueueMapping {
  readonly queueArn: string;
  readonly functionArn: string;
  /** 1 to 10. */
  readonly batchSize: number;
  /** Does the function answer which messages failed? */
  readonly reportBatchItemFailures: boolean;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const concurrencyMax = 5;

/**
 * Feeds a queue to a function until the function is removed. Messages that succeeded are deleted; the others are seen
 * again after the queue's visibility timeout. Of a FIFO group one batch is under way at a time.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * @throws ResourceNotFoundException, InvalidParameterValueException
 */
export async function mapQueue(sandbox: Sandbox, mapping: QueueMapping): Promise<void> {
  const queue = requireSource(mapping, sandbox);
  const poller: Poller = { sandbox, mapping, queue, busyGroups: new Set(), running: 0, stop: () => {} };
  poller.stop = onAvailable(queue, () => poll(poller));
  poll(poller);
}

interface Poller {
  readonly sandbox: Sandbox;
  readonly mapping: QueueMapping;
  readonly queue: Queue;
  readonly busyGroups: Set<string>;
  running: number;
  stop: () => void;
}

/** Takes batches for as long as there are messages and function environments for them. */
function poll(poller: Poller): void {
  const { sandbox, mapping, queue, busyGroups } = poller;
  const target = functionStore(sandbox).get(mapping.functionArn);
  if (!target) poller.stop();
  while (target && poller.running < concurrencyMax) {
    const visibilityMs = Number(queue.attributes.get("VisibilityTimeout")) * 1000;
    const ask = { max: mapping.batchSize, visibilityMs, exceptGroups: busyGroups };
    const batch = takeMessages(queue, ask, sandbox).map((message) => ({
      message,
      handle: receiptHandle(message, queue),
    }));
    if (batch.length === 0) return;
    sandbox.track(runBatch(batch, target, poller));
  }
}

interface Received {
  readonly message: StoredMessage;
  readonly handle: string;
}

/** Runs the function on the batch, with the groups of its messages reserved, and looks for more. */
async function runBatch(batch: readonly Received[], target: DeployedFunction, poller: Poller): Promise<void> {
  const { sandbox, queue, busyGroups } = poller;
  const groups = queue.isFifo ? batch.map(({ message }) => message.groupId ?? "") : [];
  for (const group of groups) busyGroups.add(group);
  poller.running += 1;
  const event = queueEvent(batch, queue);
  const result = await invoke(target, event, sandbox.ids.uuid(), sandbox);
  const failed = failedIn(batch, result, poller.mapping);
  for (const { message, handle } of batch) {
    if (!failed.has(message.id)) deleteReceived(handle, queue, sandbox.clock.now());
  }
  poller.running -= 1;
  for (const group of groups) busyGroups.delete(group);
  poll(poller);
}

function failedIn(
  batch: readonly Received[],
  result: InvocationResult,
  mapping: QueueMapping,
): ReadonlySet<string> {
  const ids = batch.map(({ message }) => message.id);
  if (result.kind !== "succeeded") return new Set(ids);
  return mapping.reportBatchItemFailures ? failedItems(result.value, ids) : new Set();
}

function requireSource({ queueArn, functionArn, batchSize }: QueueMapping, sandbox: Sandbox): Queue {
  const target = requireFunction(functionArn, sandbox);
  const queue = findQueueByArn(queueArn, sandbox);
  if (!queue) throw invalid(`The queue ${queueArn} does not exist.`);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 10) {
    throw invalid("Maximum batch size allowed for SQS without a batching window is 10.");
  }
  const visibility = Number(queue.attributes.get("VisibilityTimeout"));
  const timeout = target.timeoutMs / 1000;
  if (visibility < timeout) {
    throw invalid(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
  const actions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];
  requireReadable(
    actions.map((action) => permissionOn(queue, action)),
    target,
    sandbox,
  );
  return queue;
}

function invalid(message: string) {
  return awsError("InvalidParameterValueException", message);
}
