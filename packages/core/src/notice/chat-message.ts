/** What goes to the topic for chats: one message for all that one event did. */
import { attributesOf, digestAttributes, projectNames } from "./attributes.ts";
import { type ChatNotification, chatNotification, chatOf, nextStepIn } from "./chat.ts";
import { digestSubject } from "./digest-subject.ts";
import type { Message } from "./message.ts";
import { nextCommand } from "./next-command.ts";
import type { Notice } from "./notice.ts";
import type { OpenCause } from "./open-causes.ts";
import { listed } from "./plain.ts";
import { subjectOf } from "./subject.ts";

export function chatMessagesOf(notices: readonly Notice[]): readonly Message[] {
  const [first, ...others] = notices;
  if (first === undefined) return [];
  const isOne = others.length === 0;
  const subject = isOne ? subjectOf(first) : digestSubject(notices);
  const projects = [...new Set(notices.flatMap(projectNames))];
  const attributes = isOne ? attributesOf(first) : digestAttributes(notices, projects);
  return [{ subject, text: JSON.stringify(chatOf(subject, [first, ...others])), attributes }];
}

/** The summary, to be told in a thread of its own. */
export function chatSummaryOf(
  { subject, attributes }: Message,
  causes: readonly OpenCause[],
  place: { readonly account: string; readonly region: string },
): Message {
  const chat: ChatNotification = chatNotification({
    headline: subject,
    lines: causes.map(({ severity, title, names }) => `(${severity}) ${title} ${listed(names, namesMax)}`),
    nextSteps: causes.flatMap(({ mender, findings }) => nextStepIn(mender, nextCommand(findings))),
    keywords: ["summary"],
    thread: ["summary", place.account, place.region],
  });
  return { subject, attributes, text: JSON.stringify(chat) };
}

const namesMax = 5;
