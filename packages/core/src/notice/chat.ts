/**
 * Messages as Amazon Q Developer in chat applications shows them in Slack and Microsoft Teams: its custom notification.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
import { createHash } from "node:crypto";
import { projectsOf } from "../model/change.ts";
import { type Finding, findingKey } from "../model/finding.ts";
import { menderText } from "./mender-text.ts";
import { subjectName } from "./names.ts";
import { nextCommand } from "./next-command.ts";
import type { Notice } from "./notice.ts";
import { clipped, listed, plain } from "./plain.ts";
import { deedOf } from "./subject.ts";
import { timeInWords } from "./time.ts";

export interface ChatNotification {
  readonly version: "1.0";
  readonly source: "custom";
  readonly content: {
    readonly textType: "client-markdown";
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: { readonly threadId: string; readonly summary: string };
}

/** What the page allows; how many there may be of a list it does not say. */
const titleMax = 250;
const descriptionMax = 8_000;
const nextStepMax = 350;
const keywordMax = 75;
const listMax = 5;

/** All that one event did, under the headline of the message to people. */
export function chatOf(headline: string, notices: readonly [Notice, ...Notice[]]): ChatNotification {
  return chatNotification({
    headline,
    lines: notices.length === 1 ? linesOf(notices[0]) : notices.map(lineOf),
    nextSteps: nextStepsOf(notices),
    keywords: notices.flatMap(keywordsOf),
    thread: threadOf(notices),
  });
}

interface Parts {
  readonly headline: string;
  readonly lines: readonly string[];
  readonly nextSteps: readonly string[];
  readonly keywords: readonly string[];
  /** The same for what belongs together. */
  readonly thread: readonly string[];
}

export function chatNotification({ headline, lines, nextSteps, keywords, thread }: Parts): ChatNotification {
  const steps = nextSteps.slice(0, listMax);
  return {
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title: shown(headline, titleMax),
      description: fitting(
        lines.map((line) => shown(line, lineMax)),
        descriptionMax,
      ),
      ...(steps.length > 0 && { nextSteps: steps }),
      keywords: [...new Set(keywords)].slice(0, listMax).map((word) => shown(word, keywordMax)),
    },
    metadata: { threadId: idOf(thread), summary: shown(headline, titleMax) },
  };
}

const lineMax = 600;

/** Neither mentions nor links nor code: in names anybody may have written what a chat makes something of. */
function shown(text: string, charactersMax: number): string {
  const harmless = plain(text, charactersMax).replace(/[<>[\]`|]/g, (mark) => harmlessMarks[mark] ?? "");
  return clipped(harmless, charactersMax);
}

const harmlessMarks: Readonly<Record<string, string>> = {
  "<": "‹",
  ">": "›",
  "[": "(",
  "]": ")",
  "`": "'",
  "|": "/",
};

/** As many lines as there is room for, and how many there are beside them. */
function fitting(lines: readonly string[], charactersMax: number): string {
  const kept: string[] = [];
  let room = charactersMax - moreMax;
  for (const line of lines) {
    room -= line.length + 1;
    if (room < 0) break;
    kept.push(line);
  }
  const more = lines.length - kept.length;
  return [...kept, ...(more === 0 ? [] : [`and ${more} more: the mail has all of them`])].join("\n");
}

const moreMax = 60;

function idOf(parts: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
  return `pullpass-${digest.slice(0, 22)}`;
}

/** A finding's own, from its opening to its end; of a change, and of several things, that of what it tells. */
function threadOf(notices: readonly [Notice, ...Notice[]]): readonly string[] {
  const threads = notices.map((notice) => {
    if (notice.kind === "change") return JSON.stringify(["change", notice.change.region, notice.change.id]);
    const { account, region } = notice.finding;
    return JSON.stringify(["finding", account, region, findingKey(notice.finding)]);
  });
  return [...new Set(threads)].sort();
}

function linesOf(notice: Notice): readonly string[] {
  const { account, region } = notice.kind === "change" ? notice.change : notice.finding;
  const where = `account ${account}, Region ${region}, ${timeInWords(notice.at)}`;
  if (notice.kind === "finding") {
    const { state, finding, mutedUntil } = notice;
    const muted =
      mutedUntil === undefined ? [] : [`Still open; it was muted until ${timeInWords(mutedUntil)}.`];
    const end =
      state === "closed"
        ? ["Resolved. There is nothing left to do."]
        : [`Who can act: ${menderText(finding)}`];
    return [...muted, finding.title, ...end, where];
  }
  const { change, error } = notice;
  const pulls = change.outlook.map(({ project, verdict, remains }) =>
    verdict === "pulls"
      ? `${project} can pull`
      : `${project} cannot pull yet: ${remains[0] ?? "not known why"}`,
  );
  return [lineOf(notice), ...(error === undefined ? [] : [error]), ...pulls, `Why: ${change.reason}`, where];
}

function lineOf(notice: Notice): string {
  if (notice.kind === "change") return `pullpass ${deedOf(notice.change, notice.state, nameMax)}.`;
  const { rule, severity, subject, title } = notice.finding;
  return notice.state === "closed"
    ? `No longer a problem: ${rule}, ${subject.kind} ${subjectName(subject)}`
    : `(${severity}) ${title}`;
}

const nameMax = 100;

function nextStepsOf(notices: readonly Notice[]): readonly string[] {
  const open = notices.flatMap((notice) =>
    notice.kind === "finding" && notice.state !== "closed" ? [notice.finding] : [],
  );
  const groups = Map.groupBy(open, (finding) => `${finding.rule} ${menderText(finding)}`);
  const steps = [...groups.values()].flatMap((findings) =>
    findings.slice(0, 1).flatMap((first) => nextStepIn(first, nextCommand(findings))),
  );
  return [...new Set(steps)];
}

/** Who is to begin, and with which command. One that is too long, or that a chat would not leave as it is, is left out. */
export function nextStepIn(
  mender: Pick<Finding, "mender" | "contact">,
  command: string | undefined,
): readonly string[] {
  if (command === undefined || /[<>`&]/.test(command)) return [];
  const step = `${shown(menderText(mender), menderMax)}: \`${command}\``;
  return step.length <= nextStepMax ? [step] : [];
}

const menderMax = 100;

function keywordsOf(notice: Notice): readonly string[] {
  if (notice.kind === "finding")
    return [notice.finding.severity, notice.finding.rule, subjectName(notice.finding.subject)];
  return [notice.change.kind, listed(projectsOf(notice.change), 2)].filter((word) => word !== "");
}
