/** A notice as a message of an SNS topic. */
import { projectsOf } from "../model/change.ts";
import { attributesOf, digestAttributes, type MessageAttributes, projectBytesMax } from "./attributes.ts";
import { projectsShownMax } from "./change-text.ts";
import { digestSections } from "./digest.ts";
import { digestSubject } from "./digest-subject.ts";
import { defaultNaming, type Naming } from "./naming.ts";
import type { Notice } from "./notice.ts";
import { paged } from "./pages.ts";
import { subjectOf } from "./subject.ts";
import { textOf } from "./text.ts";

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly attributes: MessageAttributes;
}

/**
 * All that one event did: as many messages as it needs. One notice alone has its own text, unless it is about more projects
 * than that names.
 */
export function messagesOf(notices: readonly Notice[], naming: Naming = defaultNaming): readonly Message[] {
  const [only] = notices;
  if (only === undefined) return [];
  if (notices.length === 1 && namesAll(only)) return [messageOf(only, naming)];
  const pages = paged(digestSections(notices, naming), {
    textBytes: pageBytesMax,
    projectBytes: projectBytesMax,
  });
  return pages.map(({ text, projects }, index) => {
    const part = pages.length === 1 ? undefined : `${index + 1}/${pages.length}`;
    const subject = digestSubject(notices, part);
    const attributes = digestAttributes(notices, projects);
    const opening = part === undefined ? `${subject}` : `${subject}\n\nThis is part ${part}.`;
    return { subject, text: `${opening}\n\n${text}\n`, attributes };
  });
}

/** What attributes and subject leave of a message. */
const pageBytesMax = 180_000;

function namesAll(notice: Notice): boolean {
  return notice.kind === "finding" || projectsOf(notice.change).length <= projectsShownMax;
}

/** Within what SNS takes; a text that is too long is cut, and says so. */
export function messageOf(notice: Notice, naming: Naming = defaultNaming): Message {
  const subject = subjectOf(notice);
  const attributes = attributesOf(notice);
  const bytesLeft = messageBytesMax - Buffer.byteLength(subject) - attributeBytes(attributes);
  return { subject, text: shortened(textOf(notice, naming), bytesLeft), attributes };
}

/** Text and attributes together; the subject is counted too, to be safe. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const messageBytesMax = 262_144;

/** Name, type and value count. */
function attributeBytes(attributes: MessageAttributes): number {
  return Object.entries(attributes)
    .map(([name, { type, value }]) => Buffer.byteLength(name + type + value))
    .reduce((sum, bytes) => sum + bytes, 0);
}

function shortened(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  const room = Buffer.from(text).subarray(0, bytesMax - Buffer.byteLength(cutMark));
  // A character that was cut in half is left out, and so is a line: it may be a command.
  const whole = new TextDecoder().decode(room, { stream: true });
  return `${whole.slice(0, whole.lastIndexOf("\n") + 1)}${cutMark}`;
}

const cutMark = "\n[The text was longer than a message may be, and is cut here.]\n";
