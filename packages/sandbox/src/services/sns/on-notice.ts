import type { Sandbox } from "../../sandbox.ts";
import type { TopicMessage } from "./state.ts";

/** A message as a listener of this process gets it: attributes by name, bytes in base64. */
export interface ArrivedNotice {
  readonly id: string;
  /** Empty without a subject. */
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** Calls the listener with every message that is published to the topic, in order; the answer ends it. */
export function onNotice(
  sandbox: Sandbox,
  topicArn: string,
  listener: (notice: ArrivedNotice) => void,
): () => void {
  const listeners = listenersOf(sandbox, topicArn);
  const hear = (message: TopicMessage) => listener(noticeOf(message));
  listeners.add(hear);
  return () => void listeners.delete(hear);
}

/** Who listens to that topic. */
export function listenersOf(sandbox: Sandbox, topicArn: string): Set<(message: TopicMessage) => void> {
  return sandbox.store(`sns:listeners:${topicArn}`, () => new Set());
}

function noticeOf({ id, subject, text, attributes, at }: TopicMessage): ArrivedNotice {
  const values = Object.entries(attributes).map(([name, { StringValue, BinaryValue }]) => {
    return [name, StringValue ?? Buffer.from(BinaryValue ?? []).toString("base64")] as const;
  });
  return { id, subject, text, at, attributes: Object.fromEntries(values) };
}
