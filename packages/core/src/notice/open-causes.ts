/** What is open, each cause once: the same thing said of several projects or roles. */
import { type Finding, type Severity, severities, subjectKey } from "../model/finding.ts";
import { causeShape, generalized, type OwnNames } from "../model/same-cause.ts";
import type { OpenFinding } from "../ports.ts";
import { subjectName } from "./names.ts";

export interface OpenCause {
  readonly severity: Severity;
  /** One sentence, of all of them. */
  readonly title: string;
  readonly rule: Finding["rule"];
  /** Who can mend what is to be mended first, and who that is where it is the same for all. */
  readonly mender: Pick<Finding, "mender" | "contact">;
  readonly findings: readonly Finding[];
  readonly kind: Finding["subject"]["kind"];
  /** Of the projects or roles, in their order. */
  readonly names: readonly string[];
  /** ISO 8601: of the oldest of them. */
  readonly since: string;
}

/** The worst first; of the same severity those with the most first. */
export function openCauses(open: readonly OpenFinding[]): readonly OpenCause[] {
  const ofSubjects = Map.groupBy(open, ({ finding }) => subjectKey(finding.subject));
  const firstOf = (finding: Finding) =>
    ofSubjects.get(subjectKey(finding.subject))?.find((each) => each.finding.rule === finding.waitsFor)
      ?.finding ?? finding;
  const groups = Map.groupBy(open, ({ finding }) => {
    const { severity, rule, subject } = finding;
    const first = firstOf(finding);
    const shape = causeShape(finding, first, namedIn(finding));
    return JSON.stringify([severity, rule, first.rule, first.mender, subject.kind, shape]);
  });
  return [...groups.values()].map((group) => asCause(group, firstOf)).sort(inOrder);
}

/** The ledger has no role of a project; where its policies are to be changed, the remedy does. */
function namedIn({ subject, remedy }: Finding): OwnNames {
  if (subject.kind === "role") return { name: undefined, role: subject.arn };
  const step = remedy.find((each) => each.kind === "statement" || each.kind === "exclusion");
  return { name: subject.name, role: step?.role };
}

function asCause(group: readonly OpenFinding[], firstOf: (finding: Finding) => Finding): OpenCause {
  const findings = group.map(({ finding }) => finding);
  const [first] = findings;
  if (first === undefined) throw new Error("a group has a first");
  const { severity, rule, subject, title } = first;
  const [contact, ...others] = new Map(
    findings.map(firstOf).map((each) => [each.contact?.name, each.contact]),
  ).values();
  return {
    severity,
    rule,
    title: findings.length === 1 ? title : generalized(title, namedIn(first), "several"),
    mender: { mender: firstOf(first).mender, ...(contact && others.length === 0 && { contact }) },
    findings,
    kind: subject.kind,
    names: findings.map((finding) => subjectName(finding.subject)).sort(),
    since: group.map(({ openedAt }) => openedAt).sort()[0] ?? "",
  };
}

function inOrder(a: OpenCause, b: OpenCause): number {
  const place = ({ severity }: OpenCause) => severities.indexOf(severity);
  return place(a) - place(b) || b.names.length - a.names.length || (a.title < b.title ? -1 : 1);
}
