import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import type { Matches } from "../events/pattern/compile.ts";

/** A topic as it is stored. */
export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** By ARN. */
  readonly subscriptions: Map<string, Subscription>;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export type SubscriptionProtocol = "sqs" | "lambda" | "email" | "email-json" | "http" | "https";

/** A subscription as it is stored. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: SubscriptionProtocol;
  /** The ARN of the queue or function, the address or the URL. */
  readonly endpoint: string;
  /** Nobody has confirmed it: nothing is sent there. */
  readonly pending: boolean;
  readonly owner: string;
  readonly attributes: Map<string, string>;
  /** From the filter policy; none lets everything through. */
  filter: Matches | undefined;
}

/** A message that was published. */
export interface TopicMessage {
  readonly id: string;
  readonly topicArn: string;
  /** Empty without a subject. */
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly at: Date;
}

/** The topics of that account in that Region, by name. */
export function topicStore(sandbox: Sandbox, place: Place): Map<string, Topic> {
  return sandbox.store(`sns:${place.account}:${place.region}`, () => new Map());
}
