import type {
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { invalidParameter, queueDoesNotExist } from "./errors.ts";
import { queueArn, queueUrl } from "./find-queue.ts";
import { queueNamePermission } from "./permission.ts";
import { queueStore } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl: Operation<GetQueueUrlRequest, GetQueueUrlResult> = {
  permissions: (input, call) => {
    const account = input.QueueOwnerAWSAccountId ?? call.place.account;
    return [
      queueNamePermission("GetQueueUrl", input.QueueName ?? "", {
        ...call,
        place: { ...call.place, account },
      }),
    ];
  },
  run(input, call) {
    const account = input.QueueOwnerAWSAccountId ?? call.place.account;
    const queue = queueStore(call.sandbox, { ...call.place, account }).get(input.QueueName ?? "");
    if (!queue) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(queue, call) };
  },
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues: Operation<ListQueuesRequest, ListQueuesResult> = {
  permissions: (_, call) => [
    { action: "sqs:ListQueues", resource: queueArn("*", call.place), resourceAccount: call.place.account },
  ],
  run(input, call) {
    const max = input.MaxResults ?? resultsMax;
    if (max < 1 || max > resultsMax) {
      throw invalidParameter(
        `Value for parameter MaxResults is invalid. Reason: Must be between 1 and ${resultsMax}.`,
      );
    }
    const after = Buffer.from(input.NextToken ?? "", "base64").toString();
    const matching = [...queueStore(call.sandbox, call.place).values()]
      .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? "") && name > after)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = matching.slice(0, max);
    const last = page.at(-1)?.name ?? "";
    // Without MaxResults there is no token: the first 1,000 are all that is given.
    const isMore = input.MaxResults !== undefined && matching.length > page.length;
    return {
      ...(page.length > 0 && { QueueUrls: page.map((queue) => queueUrl(queue, call)) }),
      ...(isMore && { NextToken: Buffer.from(last).toString("base64") }),
    };
  },
};

const resultsMax = 1000;
