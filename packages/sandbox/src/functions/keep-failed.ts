import { roleSession } from "../principals.ts";
import type { Sandbox } from "../sandbox.ts";
import { findQueueByArn, queueUrl } from "../services/sqs/find-queue.ts";
import type { DeployedFunction } from "./state.ts";

/**
 * Sends what a function failed at to a queue, with the function's role. What the role may not send is lost.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function keepFailed(
  record: object,
  queueArn: string | undefined,
  target: DeployedFunction,
  sandbox: Sandbox,
): Promise<void> {
  const queue = findQueueByArn(queueArn ?? "", sandbox);
  if (!queue) return;
  const caller = roleSession(target.roleArn, target.name, sandbox.clock.now());
  const from = { caller, place: target.place };
  const input = { QueueUrl: queueUrl(queue, {}), MessageBody: JSON.stringify(record) };
  await sandbox.call("sqs", "SendMessage", input, from).catch(() => undefined);
}
