/** What the lines of the page open to. It is unpacked when the first is opened. */
import type { AuditReport, ProjectReport, SecretReport, SharedCause } from "@pullpass/audit";
import {
  type Finding,
  jsonLines,
  type Link,
  menderText,
  type PrintedStep,
  printedSteps,
  type Remedy,
  type stepNames,
} from "@pullpass/core";
import { command } from "@pullpass/core/parts";
import { type CauseText, causeText } from "../cause-text.ts";

export interface PageDetails {
  /** Each that occurs, once. */
  readonly links: readonly Link[];
  /** In the order of the lines, as all here. */
  readonly projects: readonly ProjectDetails[];
  readonly causes: readonly CauseDetails[];
  readonly secrets: readonly SecretDetails[];
  readonly steps: typeof stepNames;
}

export interface ProjectDetails extends Pick<ProjectReport, "arn" | "role" | "secret" | "key"> {
  /** Places in `PageDetails.links`. */
  readonly chain: readonly number[];
  readonly findings: readonly PageFinding[];
  readonly next: readonly PrintedStep[];
}

export interface PageFinding extends Pick<Finding, "rule" | "severity" | "title" | "evidence"> {
  /** Who acts, with their contact where it is known. */
  readonly mender: string;
  readonly remedy: readonly PrintedStep[];
}

export interface CauseDetails extends Pick<CauseText, "isFor" | "steps"> {
  /** Shows its projects in a terminal. */
  readonly command: string;
}

export interface SecretDetails extends Pick<SecretReport, "arn" | "key" | "consent"> {
  readonly readers: readonly Pick<
    SecretReport["readers"][number],
    "role" | "state" | "why" | "needed" | "projects" | "outside"
  >[];
}

export function projectDetails(
  { arn, role, secret, key, chain, findings, next }: ProjectReport,
  report: AuditReport,
  placeOf: (link: Link) => number,
): ProjectDetails {
  return {
    ...{ arn, role, secret, key },
    chain: chain.map(placeOf),
    findings: findings.map(({ rule, severity, title, evidence, remedy, mender, contact }) => ({
      ...{ rule, severity, title, evidence },
      mender: menderText({ mender, ...(contact && { contact }) }),
      remedy: stepsOf(remedy, report),
    })),
    next: stepsOf(next, report),
  };
}

export function causeDetails(cause: SharedCause, report: AuditReport): CauseDetails {
  const { id, region } = cause;
  const { isFor, steps } = causeText(cause, report);
  const options = ["--cause", id, "--region", region, ...report.commandOptions.pullpass];
  return { isFor, steps: steps.map(laidOut), command: command("pullpass audit", options) };
}

export function secretDetails({ arn, key, consent, readers }: SecretReport): SecretDetails {
  return {
    ...{ arn, key, consent },
    readers: readers.map(({ role, state, why, needed, projects, outside }) => ({
      ...{ role, state, why, needed, projects, outside },
    })),
  };
}

function stepsOf(remedy: Remedy, { commandOptions }: AuditReport): readonly PrintedStep[] {
  return printedSteps(remedy, commandOptions).map(laidOut);
}

/** A policy's statement as a block of lines. */
function laidOut(step: PrintedStep): PrintedStep {
  if (step.block === undefined) return step;
  return { ...step, block: jsonLines(step.block, blockWidth).join("\n") };
}

const blockWidth = 76;
