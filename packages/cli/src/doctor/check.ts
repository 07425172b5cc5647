/** What one check of `pullpass doctor` comes to. */

export type CheckOutcome = "fine" | "warning" | "fault" | "unknown";

/** Of what the check is, in the order in which they are told. */
export const checkTitles = {
  caller: "Signed in",
  deployment: "Deployment",
  "second-deployment": "Second deployment",
  version: "Version",
  bootstrap: "Bootstrap",
  trail: "Trail",
  concurrency: "Concurrency",
  functions: "Functions",
  rules: "Rules",
  forwarding: "Forwarding",
  "dead-letters": "Dead letters",
  subscriptions: "Subscriptions",
  "security-hub": "Security Hub",
} as const;

export type CheckId = keyof typeof checkTitles;

export interface Check extends Verdict {
  readonly check: CheckId;
}

export interface Verdict {
  readonly outcome: CheckOutcome;
  /** A sentence. */
  readonly says: string;
  /** What to do: a command, or a sentence. */
  readonly next?: string;
  /** `unknown` for the lack of it: `lambda:GetPolicy`. */
  readonly lacks?: string;
}
