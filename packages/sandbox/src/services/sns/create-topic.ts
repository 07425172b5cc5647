import type { CreateTopicInput, CreateTopicResponse } from "@aws-sdk/client-sns";
import type { Call, Operation } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import { topicArn } from "./find-topic.ts";
import { topicNamePermission } from "./permission.ts";
import { type Topic, topicStore } from "./state.ts";
import { checkTopicAttribute } from "./topic-attribute-rules.ts";

/**
 * Standard topics only. Creating one again answers with the one that is there.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 */
export const createTopic: Operation<CreateTopicInput, CreateTopicResponse> = {
  permissions: (input, call) => [topicNamePermission("CreateTopic", input.Name ?? "", call)],
  run(input, call) {
    const name = requireName(input.Name ?? "");
    const attributes = Object.entries(input.Attributes ?? {});
    for (const [attribute, value] of attributes) checkTopicAttribute(attribute, value, call);
    const topics = topicStore(call.sandbox, call.place);
    const existing = topics.get(name);
    if (existing) return { TopicArn: sameTopic(existing, attributes).arn };
    const tags = (input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value] as const);
    const topic = newTopic(name, attributes, tags, call);
    topics.set(name, topic);
    return { TopicArn: topic.arn };
  },
  trail: (input, output) => ({
    requestParameters: { name: input.Name, attributes: input.Attributes, tags: input.Tags },
    responseElements: { topicArn: output.TopicArn },
  }),
};

type Entries = readonly (readonly [string, string])[];

function requireName(name: string): string {
  if (name.endsWith(".fifo")) throw invalidParameter("The sandbox has no FIFO topics");
  if (/^[\w-]{1,256}$/.test(name)) return name;
  throw invalidParameter("Topic Name");
}

function sameTopic(topic: Topic, attributes: Entries): Topic {
  if (attributes.every(([name, value]) => topic.attributes.get(name) === value)) return topic;
  throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
}

function newTopic(name: string, attributes: Entries, tags: Entries, call: Call): Topic {
  const arn = topicArn(name, call);
  return {
    name,
    arn,
    place: call.place,
    attributes: new Map([["Policy", defaultPolicy(arn, call)], ["DisplayName", ""], ...attributes]),
    tags: new Map(tags),
    subscriptions: new Map(),
  };
}

/** What SNS gives a topic without a policy: everyone of the account may do all. */
function defaultPolicy(arn: string, { place }: Call): string {
  const actions =
    "GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic Publish";
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.split(" ").map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": place.account } },
      },
    ],
  });
}
