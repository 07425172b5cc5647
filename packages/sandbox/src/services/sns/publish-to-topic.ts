import type { Sandbox } from "../../sandbox.ts";
import { deliverTo } from "./deliver.ts";
import { passes } from "./filter.ts";
import { listenersOf } from "./on-notice.ts";
import type { Topic, TopicMessage } from "./state.ts";

/** A message as publishers give it. */
export interface PublishedMessage extends Pick<TopicMessage, "text" | "attributes"> {
  readonly subject?: string | undefined;
  /** For `MessageStructure: "json"`: a text for each protocol, and `default`. */
  readonly textByProtocol?: Readonly<Record<string, string>> | undefined;
}

/** Sends a message to all subscribers whose filter lets it through. Asks no permission: who publishes asked before. */
export function publishToTopic(topic: Topic, outgoing: PublishedMessage, sandbox: Sandbox): TopicMessage {
  const { textByProtocol, ...rest } = outgoing;
  const textFor = (protocol: string) => textByProtocol?.[protocol] ?? textByProtocol?.default ?? rest.text;
  const message = {
    ...rest,
    id: sandbox.ids.uuid(),
    topicArn: topic.arn,
    subject: rest.subject ?? "",
    text: textFor("default"),
    at: sandbox.clock.now(),
  };
  for (const subscription of topic.subscriptions.values()) {
    const addressed = { ...message, text: textFor(subscription.protocol) };
    if (passes(addressed, subscription)) deliverTo(subscription, addressed, topic, sandbox);
  }
  for (const listener of listenersOf(sandbox, topic.arn)) listener(message);
  return message;
}
