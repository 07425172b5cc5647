/** What the page calls things. */
import type { Severity, Step, Verdict } from "@pullpass/core";

/** What needs somebody first. */
export const verdictOrder = [
  "fails",
  "unknown",
  "anonymous",
  "pulls",
  "no-registry",
] as const satisfies readonly Verdict[];

export const verdictWords = {
  fails: { mark: "✘", label: "cannot pull" },
  unknown: { mark: "?", label: "unknown" },
  anonymous: { mark: "○", label: "no credential" },
  pulls: { mark: "✔", label: "can pull" },
  "no-registry": { mark: "–", label: "needs no registry" },
} as const satisfies Record<Verdict, { readonly mark: string; readonly label: string }>;

export const severityOrder = ["high", "medium", "low", "info"] as const satisfies readonly Severity[];

export const stepLabels = {
  project: "project",
  image: "image",
  registry: "registry",
  credential: "credential",
  secret: "secret",
  consent: "consent",
  role: "role",
  "identity-policies": "identity policies",
  boundary: "permissions boundary",
  "service-control": "service control policies",
  "resource-policy": "resource policy",
  key: "key",
  "key-policy": "key policy",
  "key-grants": "key grants",
} as const satisfies Record<Step, string>;

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
