import {
  type CancelMessageMoveTaskRequest,
  type CancelMessageMoveTaskResult,
  type ListMessageMoveTasksRequest,
  type ListMessageMoveTasksResult,
  type ListMessageMoveTasksResultEntry,
  ResourceNotFoundException,
  type StartMessageMoveTaskRequest,
  type StartMessageMoveTaskResult,
} from "@aws-sdk/client-sqs";
import type { Sandbox } from "../../sandbox.ts";
import type { Call, Operation, Permission } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import { findQueueByArn } from "./find-queue.ts";
import { type MoveTask, moveTasksOf, runMoveTask, waiting } from "./move-task.ts";
import { permissionOn } from "./permission.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import { type Queue, queueStore } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const startMessageMoveTask: Operation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult> = {
  permissions: (input, call) => movePermissions(input, call),
  run(input, call) {
    const source = requireByArn("SourceArn", input.SourceArn, call.sandbox);
    if (input.DestinationArn) requireByArn("DestinationArn", input.DestinationArn, call.sandbox);
    if (!isDeadLetterQueue(source, call)) {
      throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
    }
    const tasks = moveTasksOf(source, call.sandbox);
    if (tasks.some(({ status }) => status === "RUNNING")) {
      throw invalidParameter(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    }
    const task: MoveTask = {
      id: call.sandbox.ids.uuid(),
      source,
      destinationArn: input.DestinationArn,
      messagesPerSecond: input.MaxNumberOfMessagesPerSecond,
      started: call.now,
      toMove: waiting(source, call.sandbox).length,
      moved: 0,
      status: "RUNNING",
      failure: undefined,
    };
    tasks.unshift(task);
    runMoveTask(task, call.sandbox);
    return { TaskHandle: handleOf(task) };
  },
  trail: (input) => ({
    requestParameters: { sourceArn: input.SourceArn, destinationArn: input.DestinationArn },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks: Operation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult> = {
  permissions: ({ SourceArn }, { sandbox }) => [
    permissionOn(requireByArn("SourceArn", SourceArn, sandbox), "ListMessageMoveTasks"),
  ],
  run(input, call) {
    const source = requireByArn("SourceArn", input.SourceArn, call.sandbox);
    return {
      Results: moveTasksOf(source, call.sandbox)
        .slice(0, input.MaxResults ?? 1)
        .map(shown),
    };
  },
};

/** What was moved stays moved. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export const cancelMessageMoveTask: Operation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult> = {
  permissions({ TaskHandle }, { sandbox }) {
    const { sourceArn } = readHandle(TaskHandle);
    return [permissionOn(requireByArn("SourceArn", sourceArn, sandbox), "CancelMessageMoveTask")];
  },
  run(input, call) {
    const { taskId, sourceArn } = readHandle(input.TaskHandle);
    const source = requireByArn("SourceArn", sourceArn, call.sandbox);
    const task = moveTasksOf(source, call.sandbox).find(({ id }) => id === taskId);
    if (!task) throw notFound("Task does not exist.");
    if (task.status === "RUNNING") task.status = "CANCELLED";
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
  trail: (input) => ({ requestParameters: { taskHandle: input.TaskHandle }, responseElements: null }),
};

/**
 * Whoever moves messages must be allowed to take them and to send them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
function movePermissions(
  { SourceArn, DestinationArn }: StartMessageMoveTaskRequest,
  { sandbox }: Call,
): readonly Permission[] {
  const source = requireByArn("SourceArn", SourceArn, sandbox);
  const to = DestinationArn === undefined ? undefined : findQueueByArn(DestinationArn, sandbox);
  return [
    ...["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((one) =>
      permissionOn(source, one),
    ),
    ...(to ? [permissionOn(to, "SendMessage")] : []),
  ];
}

/** A running task alone has a handle, for it can be cancelled. */
function shown(task: MoveTask): ListMessageMoveTasksResultEntry {
  return {
    ...(task.status === "RUNNING" && { TaskHandle: handleOf(task) }),
    Status: task.status,
    SourceArn: task.source.arn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.messagesPerSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.messagesPerSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failure !== undefined && { FailureReason: task.failure }),
    StartedTimestamp: task.started.getTime(),
  };
}

function handleOf({ id, source }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn: source.arn })).toString("base64");
}

function readHandle(handle: string | undefined): { readonly taskId: string; readonly sourceArn: string } {
  try {
    const value: unknown = JSON.parse(Buffer.from(handle ?? "", "base64").toString());
    if (typeof value === "object" && value !== null && "taskId" in value && "sourceArn" in value) {
      return { taskId: String(value.taskId), sourceArn: String(value.sourceArn) };
    }
  } catch {
    // no handle of ours
  }
  throw invalidParameter("Value for parameter TaskHandle is invalid.");
}

function isDeadLetterQueue(queue: Queue, { sandbox }: Call): boolean {
  return [...queueStore(sandbox, queue.place).values()].some(
    ({ attributes }) =>
      readRedrivePolicy(attributes.get("RedrivePolicy") ?? "")?.deadLetterTargetArn === queue.arn,
  );
}

function requireByArn(parameter: string, arn: string | undefined, sandbox: Sandbox): Queue {
  const queue = findQueueByArn(arn ?? "", sandbox);
  if (queue) return queue;
  throw notFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
}

function notFound(message: string) {
  return new ResourceNotFoundException({ message, $metadata: {} });
}
