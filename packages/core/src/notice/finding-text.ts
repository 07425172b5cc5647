/** What is wrong, what was seen, and what a person can do about it. */
import type { Remedy } from "../model/remedy.ts";
import { fields, paragraphs, section } from "./layout.ts";
import type { Notice } from "./notice.ts";
import { plain } from "./plain.ts";
import { printedSteps } from "./remedy-text.ts";
import { timeInWords } from "./time.ts";

type FindingNotice = Extract<Notice, { kind: "finding" }>;

export function findingText({ finding, state, at, mutedUntil }: FindingNotice): string {
  const { rule, severity, subject, account, region, title, evidence, remedy, mender } = finding;
  const about = subject.kind === "project" ? subject.name : subject.arn;
  return paragraphs([
    mutedUntil === undefined
      ? openings[state]
      : `This problem is still open. Messages about it were muted until ${timeInWords(mutedUntil)}.`,
    plain(title),
    fields([
      [subject.kind === "project" ? "Project" : "Role", about],
      ["Account", account],
      ["Region", region],
      ["Rule", rule],
      ["Severity", severity],
      ["Time", at],
    ]),
    evidence.length === 0 ? undefined : section("What was seen", fields(evidence).split("\n")),
    state === "closed" ? undefined : section(`What to do (${mender})`, remedyLines(remedy)),
  ]);
}

/** A policy's statement and a command have a line of their own, so that they can be copied. */
function remedyLines(remedy: Remedy): readonly string[] {
  return printedSteps(remedy).flatMap(({ text, block, command }) =>
    [plain(text), block, command].filter((line) => line !== undefined),
  );
}

const openings: Readonly<Record<FindingNotice["state"], string>> = {
  opened: "pullpass found a problem that it does not fix.",
  changed: "A problem that pullpass found before looks different now.",
  closed: "Resolved. There is nothing left to do.",
};
