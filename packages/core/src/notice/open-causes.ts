/** What is open, each cause once: the same thing said of several projects or roles. */
import { type Finding, type Mender, type Severity, severities, subjectKey } from "../model/finding.ts";
import { causeShape, generalized, type OwnNames } from "../model/same-cause.ts";
import type { OpenFinding } from "../ports.ts";
import { subjectName } from "./names.ts";

export interface OpenCause {
  readonly severity: Severity;
  /** One sentence, of all of them. */
  readonly title: string;
  /** Who can mend what is to be mended first. */
  readonly mender: Mender;
  readonly findings: readonly [Finding, ...Finding[]];
  readonly kind: Finding["subject"]["kind"];
  /** Of the projects or roles, in their order. */
  readonly names: readonly string[];
  /** ISO 8601: of the oldest of them. */
  readonly since: string;
}

/** The worst first; of the same severity those with the most first. */
export function openCauses(open: readonly OpenFinding[]): readonly OpenCause[] {
  const ofSubjects = Map.groupBy(open, ({ finding }) => subjectKey(finding.subject));
  const firstOf = ({ subject, waitsFor }: Finding) =>
    ofSubjects.get(subjectKey(subject))?.find(({ finding }) => finding.rule === waitsFor)?.finding;
  const groups = Map.groupBy(open, ({ finding }) => {
    const { severity, rule, subject } = finding;
    const first = firstOf(finding) ?? finding;
    const shape = causeShape(finding, first, namedIn(finding));
    return JSON.stringify([severity, rule, first.rule, first.mender, subject.kind, shape]);
  });
  return [...groups.values()]
    .map((group) => asCause(group, (finding) => (firstOf(finding) ?? finding).mender))
    .sort(inOrder);
}

/** The ledger has no role of a project; where its policies are to be changed, the remedy does. */
function namedIn({ subject, remedy }: Finding): OwnNames {
  if (subject.kind === "role") return { name: undefined, role: subject.arn };
  const step = remedy.find((each) => each.kind === "statement" || each.kind === "exclusion");
  return { name: subject.name, role: step?.role };
}

function asCause(group: readonly OpenFinding[], menderOf: (finding: Finding) => Mender): OpenCause {
  const [first, ...others] = group.map(({ finding }) => finding);
  if (first === undefined) throw new Error("a group has a first");
  const findings = [first, ...others] as const;
  const { severity, subject, title } = first;
  return {
    severity,
    title: others.length === 0 ? title : generalized(title, namedIn(first), "several"),
    mender: menderOf(first),
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
