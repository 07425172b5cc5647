import { type ChangeMessageVisibilityRequest, MessageNotInflight } from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { isInFlight } from "./availability.ts";
import { invalidParameter } from "./errors.ts";
import { requireQueue } from "./find-queue.ts";
import { queuePermission } from "./permission.ts";
import { readReceiptHandle } from "./receipt-handle.ts";
import { hide, wake } from "./wake.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility: Operation<ChangeMessageVisibilityRequest, void> = {
  permissions: (input, call) => [queuePermission("ChangeMessageVisibility", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    const seconds = input.VisibilityTimeout ?? 0;
    if (seconds < 0 || seconds > secondsMax) {
      throw invalidParameter(
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and ${secondsMax}.`,
      );
    }
    const message = readReceiptHandle(input.ReceiptHandle, queue);
    if (!message || !isInFlight(message, call.now.getTime())) {
      throw new MessageNotInflight({ message: "The message referred to isn't in flight.", $metadata: {} });
    }
    hide(message, queue, seconds * 1000, call.sandbox);
    wake(queue);
  },
};

const secondsMax = 43_200;
