import type { Sandbox } from "../../sandbox.ts";
import type { Call } from "../../service.ts";
import { invalidParameter, notFound } from "./errors.ts";
import { type Subscription, type Topic, topicStore } from "./state.ts";

/** The topic with that ARN. */
export function findTopic(arn: string, sandbox: Sandbox): Topic | undefined {
  const [, partition = "", service, region = "", account = "", name = ""] = arn.split(":");
  return service === "sns" ? topicStore(sandbox, { partition, region, account }).get(name) : undefined;
}

/** The same; of the Region that the call is made to. @throws NotFoundException, InvalidParameterException */
export function requireTopic(arn: string | undefined, { sandbox, place }: Call): Topic {
  const [, , , region] = (arn ?? "").split(":");
  if (region !== place.region) throw invalidParameter("TopicArn");
  const topic = findTopic(arn ?? "", sandbox);
  if (topic) return topic;
  throw notFound("Topic");
}

/** A subscription by its ARN, with its topic. @throws NotFoundException */
export function requireSubscription(arn: string | undefined, call: Call) {
  const topic = requireTopicOf(arn, call);
  const subscription: Subscription | undefined = topic.subscriptions.get(arn ?? "");
  if (subscription) return { topic, subscription };
  throw notFound("Subscription");
}

/** The topic of a subscription, which itself need not be there. @throws NotFoundException */
export function requireTopicOf(subscriptionArn: string | undefined, { sandbox }: Call): Topic {
  const topic = findTopic((subscriptionArn ?? "").split(":").slice(0, 6).join(":"), sandbox);
  if (topic) return topic;
  throw notFound("Subscription");
}

/** `arn:aws:sns:eu-central-1:111122223333:name` */
export function topicArn(name: string, { place }: Pick<Call, "place">): string {
  return `arn:${place.partition}:sns:${place.region}:${place.account}:${name}`;
}
