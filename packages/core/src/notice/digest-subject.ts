/** The headline of a digest: how many of what. */
import { projectsOf } from "../model/change.ts";
import { severities } from "../model/finding.ts";
import { kindOfDeed } from "./deed.ts";
import { secretName, secretOf, subjectName } from "./names.ts";
import type { Notice } from "./notice.ts";
import { listed, plain } from "./plain.ts";
import { fittingSubject } from "./subject.ts";

type ChangeNotice = Extract<Notice, { kind: "change" }>;
type FindingNotice = Extract<Notice, { kind: "finding" }>;

/** `part` where it takes several messages: `2/5`. */
export function digestSubject(notices: readonly Notice[], part?: string): string {
  const { account, region } = placeOf(notices);
  const where = `(${account} ${region})${part === undefined ? "" : ` ${part}`}`;
  return fittingSubject([
    ...nameLengths.map((max) => `pullpass ${headline(notices, max)} ${where}`),
    ...nameLengths.map((max) => `pullpass ${headline(notices, max, 1)} and more ${where}`),
    `pullpass ${severityOf(notices)}${notices.length} changes and findings ${where}`,
  ]);
}

const nameLengths = [48, 32, 24, 16, 12, 8];

function placeOf(notices: readonly Notice[]) {
  const [first] = notices;
  if (first === undefined) return { account: "", region: "" };
  return first.kind === "change" ? first.change : first.finding;
}

/** A few words for each kind of thing, changes first. */
function headline(notices: readonly Notice[], nameMax: number, partsMax = Number.POSITIVE_INFINITY): string {
  const changes = notices.filter((notice) => notice.kind === "change");
  const findings = notices.filter((notice) => notice.kind === "finding");
  const secrets = [
    ...new Set(changes.flatMap(({ change }) => secretOf(change) ?? []).map((arn) => secretName(arn))),
  ];
  const about = secrets.length === 1 ? `${plain(secrets[0] ?? "", nameMax)}: ` : "";
  const parts = [...changeParts(changes, nameMax), ...findingParts(findings, changes.length > 0, nameMax)];
  return `${severityOf(notices)}${about}${parts.slice(0, partsMax).join(", ")}`;
}

/** Of the worst problem that is open, where it presses. */
function severityOf(notices: readonly Notice[]): string {
  const worst = severities.find((severity) =>
    notices.some(
      (notice) =>
        notice.kind === "finding" && notice.state !== "closed" && notice.finding.severity === severity,
    ),
  );
  return worst === "high" || worst === "medium" ? `[${worst}] ` : "";
}

function changeParts(notices: readonly ChangeNotice[], nameMax: number): readonly string[] {
  const of = (isMeant: (notice: ChangeNotice) => boolean, words: (who: string) => string) => {
    const meant = notices.filter(isMeant);
    return meant.length === 0 ? [] : [words(whoOf(meant, nameMax))];
  };
  const applied = notices.filter(({ state }) => state === "applied");
  const isApplied = (notice: ChangeNotice) => applied.includes(notice);
  const narrows = ({ change }: ChangeNotice) => kindOfDeed(change) === "limit";
  const is = (kind: ChangeNotice["change"]["kind"]) => (notice: ChangeNotice) =>
    isApplied(notice) && notice.change.kind === kind && !narrows(notice);
  const granted = new Set(applied.filter(is("grant")).flatMap(({ change }) => projectsOf(change)));
  const isCovered = ({ change }: ChangeNotice) => projectsOf(change).every((name) => granted.has(name));
  return [
    ...of(is("grant"), (who) => `access granted to ${who}`),
    ...of(
      (notice) => isApplied(notice) && narrows(notice),
      (who) => `access limited to ${who}`,
    ),
    ...of(is("revocation"), (who) => `access taken from ${who}`),
    ...of(is("restoration"), (who) => `policy put right on ${who}`),
    ...of(
      (notice) => is("normalization")(notice) && !isCovered(notice),
      (who) => `credential rewritten for ${who}`,
    ),
    ...of(is("retry"), (who) => `build of ${who} started again`),
    ...of(
      ({ state }) => state === "failed",
      (who) => `changes failed for ${who}`,
    ),
    ...of(
      ({ state }) => state === "proposed",
      (who) => `changes proposed for ${who}`,
    ),
  ];
}

/** `web`, `api and web`, `150 projects`, `3 roles`. */
function whoOf(notices: readonly ChangeNotice[], nameMax: number): string {
  const projects = [...new Set(notices.flatMap(({ change }) => projectsOf(change)))].sort();
  if (projects.length > 0) return few(projects, "projects", nameMax);
  const roles = [
    ...new Set(notices.map(({ change }) => subjectName({ kind: "role", arn: change.role }))),
  ].sort();
  return roles.length === 1 ? `role ${plain(roles[0] ?? "", nameMax)}` : `${roles.length} roles`;
}

function few(names: readonly string[], kind: string, nameMax: number): string {
  if (names.length > 2) return `${names.length} ${kind}`;
  return listed(
    names.map((name) => plain(name, nameMax)),
    2,
  );
}

/** What a change mended goes without saying here: the text has it. */
function findingParts(
  notices: readonly FindingNotice[],
  besideChanges: boolean,
  nameMax: number,
): readonly string[] {
  const open = notices.filter(({ state }) => state !== "closed");
  const rules = [...new Set(open.map(({ finding }) => finding.rule))];
  const names = [...new Set(open.map(({ finding }) => subjectName(finding.subject)))].sort();
  const what =
    rules.length === 1 ? `${rules[0]} for ${few(names, "subjects", nameMax)}` : problems(open.length);
  const gone = notices.length - open.length;
  return [
    ...(open.length === 0 ? [] : [what]),
    ...(gone === 0 || besideChanges ? [] : [`${problems(gone)} gone`]),
  ];
}

const problems = (count: number) => (count === 1 ? "1 problem" : `${count} problems`);
