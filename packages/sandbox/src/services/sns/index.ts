/** Amazon SNS: standard topics with queues, functions and listeners of this process as subscribers. */
import * as sdk from "@aws-sdk/client-sns";
import constraints from "../../constraints/tables/sns.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { createTopic } from "./create-topic.ts";
import { deleteTopic } from "./delete-topic.ts";
import { listSubscriptionsByTopic, listTopics } from "./list.ts";
import { publish } from "./publish.ts";
import { publishBatch } from "./publish-batch.ts";
import { subscribe } from "./subscribe.ts";
import { getSubscriptionAttributes, setSubscriptionAttributes } from "./subscription-attributes.ts";
import { getTopicAttributes, setTopicAttributes } from "./topic-attributes.ts";
import { unsubscribe } from "./unsubscribe.ts";

export const sns: Service = {
  signingName: "sns",
  eventSource: "sns.amazonaws.com",
  sdk,
  client: () => new sdk.SNSClient({ region: "us-east-1" }),
  constraints,
  operations: {
    CreateTopic: createTopic,
    DeleteTopic: deleteTopic,
    GetSubscriptionAttributes: getSubscriptionAttributes,
    GetTopicAttributes: getTopicAttributes,
    ListSubscriptionsByTopic: listSubscriptionsByTopic,
    ListTopics: listTopics,
    Publish: publish,
    PublishBatch: publishBatch,
    SetSubscriptionAttributes: setSubscriptionAttributes,
    SetTopicAttributes: setTopicAttributes,
    Subscribe: subscribe,
    Unsubscribe: unsubscribe,
  },
};
