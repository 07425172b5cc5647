/** A notice as a message of an SNS topic. */
import { attributesOf, type MessageAttributes } from "./attributes.ts";
import { defaultNaming, type Naming } from "./naming.ts";
import type { Notice } from "./notice.ts";
import { subjectOf } from "./subject.ts";
import { textOf } from "./text.ts";

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly attributes: MessageAttributes;
}

/** Within what SNS takes; a text that is too long is cut, and says so. */
export function messageOf(notice: Notice, naming: Naming = defaultNaming): Message {
  const subject = subjectOf(notice);
  const attributes = attributesOf(notice);
  const bytesLeft = messageBytesMax - Buffer.byteLength(subject) - attributeBytes(attributes);
  return { subject, text: fitted(textOf(notice, naming), bytesLeft), attributes };
}

/** Text and attributes together; the subject is counted too, to be safe. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const messageBytesMax = 262_144;

/** Name, type and value count. */
function attributeBytes(attributes: MessageAttributes): number {
  return Object.entries(attributes)
    .map(([name, { type, value }]) => Buffer.byteLength(name + type + value))
    .reduce((sum, bytes) => sum + bytes, 0);
}

function fitted(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  const room = Buffer.from(text).subarray(0, bytesMax - Buffer.byteLength(cutMark));
  // A character that was cut in half is left out, and so is a line: it may be a command.
  const whole = new TextDecoder().decode(room, { stream: true });
  return `${whole.slice(0, whole.lastIndexOf("\n") + 1)}${cutMark}`;
}

const cutMark = "\n[The text was longer than a message may be, and is cut here.]\n";
