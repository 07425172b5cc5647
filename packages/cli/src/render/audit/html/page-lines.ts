/** What the page lists, and looks in: a line for each project, cause and secret. It is read before anything is shown. */
import type { AuditReport, ProjectReport, SecretReport, SharedCause } from "@pullpass/audit";
import { type PrintedStep, printedSteps, type Severity, severities } from "@pullpass/core";
import { type CauseText, causeText } from "../cause-text.ts";
import { causeId } from "./account-causes.ts";
import { type CauseKind, kindOf, kindWords, menderWords } from "./words.ts";

export interface PageLines {
  /** More than one: each line says whose it is. */
  readonly accounts: readonly string[];
  /** Those in need first. */
  readonly projects: readonly ProjectLine[];
  readonly causes: readonly CauseLine[];
  readonly secrets: readonly SecretLine[];
  readonly words: typeof words;
}

export const words = { kinds: kindWords, severities };

interface Line {
  readonly account: string;
  readonly region: string;
}

export interface ProjectLine extends Line, Pick<ProjectReport, "name" | "verdict" | "image"> {
  /** Worst first. */
  readonly severities: readonly Severity[];
  /** One sentence, or nothing. */
  readonly why: string;
  /** What it is found by, too: its role, secret, key and findings. */
  readonly also: string;
}

export interface CauseLine extends Line, Pick<CauseText, "title" | "about"> {
  /** Of all causes on the page. */
  readonly id: string;
  readonly kind: CauseKind;
  readonly severity: Severity | null;
  readonly who: string;
  /** Places in `PageLines.projects`. */
  readonly projects: readonly number[];
}

export interface SecretLine extends Line {
  readonly name: string;
  readonly projects: number;
  readonly readers: number;
  /** Of the readers. */
  readonly needless: number;
}

export function projectLine(project: ProjectReport, { account, commandOptions }: AuditReport): ProjectLine {
  const { name, verdict, image, region, role, secret, credential, key, findings, next } = project;
  const [step]: readonly PrintedStep[] = printedSteps(next, commandOptions);
  const found = findings.flatMap(({ rule, title }) => [rule, title]);
  const also = new Set([role, secret, credential, key, ...found].filter((each) => each !== null));
  return {
    ...{ name, verdict, image, region, account },
    severities: findings.map(({ severity }) => severity),
    why: findings[0]?.title ?? step?.text ?? "",
    also: [...also].join("\n"),
  };
}

export function causeLine(cause: SharedCause, report: AuditReport, projects: readonly number[]): CauseLine {
  const { title, about } = causeText(cause, report);
  const { region, severity } = cause;
  const { account } = report;
  const id = causeId(account, cause);
  const [kind, who] = [kindOf(cause), menderWords(cause)];
  return { id, account, region, kind, severity, title, about, who, projects };
}

export function secretLine(
  { name, region, projects, readers }: SecretReport,
  { account }: AuditReport,
): SecretLine {
  const needless = readers.filter(({ needed }) => !needed).length;
  return { name, region, account, projects: projects.length, readers: readers.length, needless };
}

/** What needs somebody first, whatever the account. */
export const kindOrder: readonly CauseKind[] = ["fails", "unknown", "warning"];
