/** What is wrong, what was seen, and what a person can do about it. */
import type { Finding } from "../model/finding.ts";
import { fields, inFull, paragraphs, section } from "./layout.ts";
import { menderText } from "./mender-text.ts";
import { subjectName } from "./names.ts";
import { findOut } from "./next-steps.ts";
import type { Notice } from "./notice.ts";
import { plain } from "./plain.ts";
import { printedSteps, stepLines } from "./remedy-text.ts";
import { timeInWords } from "./time.ts";

type FindingNotice = Extract<Notice, { kind: "finding" }>;

export function findingText({ finding, state, at, mutedUntil }: FindingNotice): string {
  const { rule, severity, subject, account, region, title, evidence } = finding;
  return paragraphs([
    mutedUntil === undefined
      ? openings[state]
      : `This problem is still open. Messages about it were muted until ${timeInWords(mutedUntil)}.`,
    plain(title),
    fields([
      [subject.kind === "project" ? "Project" : "Role", subjectName(subject)],
      ["Account", account],
      ["Region", region],
      ["Rule", rule],
      ["Severity", severity],
      ["Time", timeInWords(at)],
    ]),
    evidence.length === 0 ? undefined : section("What was seen", fields(evidence).split("\n")),
    state === "closed" ? undefined : section(`What to do (${menderText(finding)})`, remedyLines(finding)),
    inFull(subject.kind === "role" ? [["Role", subject.arn]] : []),
  ]);
}

/** A policy's statement is a block, and a command a line of its own, so that they can be copied. There is always one. */
function remedyLines(finding: Finding): readonly string[] {
  const steps = printedSteps(finding.remedy);
  return [...steps, ...findOut([finding], steps)].flatMap(stepLines);
}

const openings: Readonly<Record<FindingNotice["state"], string>> = {
  opened: "pullpass found a problem that it does not fix.",
  changed: "A problem that pullpass found before looks different now.",
  closed: "Resolved. There is nothing left to do.",
};
