/** What a check found, as data: every form is printed from it. Names in it are hostile until a renderer made them harmless. */
import type { ChainStep, PullVerdict, RuleId, Severity } from "@pullpass/core";
import type { Place } from "../declared/declared.ts";

export interface CheckReport {
  readonly schema: "pullpass-check/1";
  /** Of pullpass. */
  readonly version: string;
  /** Every file that was read, in the order in which they were named. */
  readonly files: readonly CheckedFile[];
  readonly counts: {
    readonly projects: number;
    readonly verdicts: Readonly<Record<PullVerdict, number>>;
    readonly findings: Readonly<Record<Severity, number>>;
  };
  /** By file, then as they stand in it. */
  readonly projects: readonly CheckedProject[];
}

export interface CheckedFile {
  readonly file: string;
  /** `other`: neither a template nor a plan, so that there is nothing in it to check. */
  readonly kind: "cloudformation" | "cdk" | "terraform" | "other" | "unreadable";
  readonly projects: number;
  /** Why it could not be read, or why there is nothing in it; or what in it was not looked at. */
  readonly why: string | null;
}

export interface CheckedProject extends Place {
  /** What the file calls it. */
  readonly id: string;
  readonly name: string;
  readonly verdict: PullVerdict;
  /** What would have to be known to say more: of `unknown`, at least one. */
  readonly unknowns: readonly string[];
  /** What holds if nothing that the files do not show allows it: no finding, because something may. */
  readonly unless: readonly string[];
  /** Worst first. */
  readonly findings: readonly CheckedFinding[];
  /** Rules of what pullpass repairs once it is deployed, where somebody said that it is deployed. */
  readonly repaired: readonly RuleId[];
  readonly chain: readonly CheckedLink[];
}

export interface CheckedLink {
  readonly step: ChainStep;
  readonly state: "allowed" | "denied" | "unknown" | "not-needed";
  readonly what: string;
  readonly why: string;
}

export interface CheckedFinding extends Place {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly title: string;
  readonly blocks: boolean;
  readonly evidence: readonly (readonly [label: string, value: string])[];
  readonly remedy: readonly CheckedStep[];
}

export interface CheckedStep {
  /** A sentence. */
  readonly text: string;
  /** JSON to paste. */
  readonly block: string | null;
}
