/** What is wrong, what was seen, and what a person can do about it. */
import { fields, paragraphs, section } from "./layout.ts";
import type { Notice } from "./notice.ts";
import { plain } from "./plain.ts";

type FindingNotice = Extract<Notice, { kind: "finding" }>;

export function findingText({ finding, state, at }: FindingNotice): string {
  const { rule, severity, subject, account, region, title, evidence, remedy } = finding;
  const about = subject.kind === "project" ? subject.name : subject.arn;
  return paragraphs([
    openings[state],
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
    state === "closed" ? undefined : section("What to do", [plain(remedy)]),
  ]);
}

const openings: Readonly<Record<FindingNotice["state"], string>> = {
  opened: "pullpass found something that it does not fix.",
  changed: "Something that pullpass found before looks different now.",
  closed: "This no longer is so. There is nothing left to do.",
};
