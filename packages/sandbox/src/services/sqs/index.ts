/** Amazon SQS: standard and FIFO queues. */
import * as sdk from "@aws-sdk/client-sqs";
import constraints from "../../constraints/tables/sqs.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { changeMessageVisibility } from "./change-visibility.ts";
import { createQueue } from "./create-queue.ts";
import { deleteMessage, deleteMessageBatch } from "./delete-message.ts";
import { deleteQueue, purgeQueue } from "./delete-queue.ts";
import { refuseInput } from "./input-refusal.ts";
import { getQueueUrl, listQueues } from "./list-queues.ts";
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from "./move-tasks.ts";
import { getQueueAttributes, setQueueAttributes } from "./queue-attributes.ts";
import { receiveMessage } from "./receive-message.ts";
import { sendMessage, sendMessageBatch } from "./send-message.ts";
import { listQueueTags, tagQueue, untagQueue } from "./tags.ts";

export const sqs: Service = {
  signingName: "sqs",
  eventSource: "sqs.amazonaws.com",
  sdk,
  client: () => new sdk.SQSClient({ region: "us-east-1" }),
  constraints,
  refuseInput,
  operations: {
    CancelMessageMoveTask: cancelMessageMoveTask,
    ChangeMessageVisibility: changeMessageVisibility,
    CreateQueue: createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: deleteQueue,
    GetQueueAttributes: getQueueAttributes,
    GetQueueUrl: getQueueUrl,
    ListMessageMoveTasks: listMessageMoveTasks,
    ListQueues: listQueues,
    ListQueueTags: listQueueTags,
    PurgeQueue: purgeQueue,
    ReceiveMessage: receiveMessage,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: setQueueAttributes,
    StartMessageMoveTask: startMessageMoveTask,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  },
};
