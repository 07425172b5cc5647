/** What every SARIF log of pullpass has. https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html */
import { pasteable, type Severity } from "@pullpass/core";

export const sarifSchema =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

export function ruleOf(id: string, severity: Severity) {
  return {
    id,
    shortDescription: { text: id.replaceAll("-", " ") },
    defaultConfiguration: { level: levels[severity] },
    // What GitHub sorts by: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
    properties: { tags: ["security", "aws", "codebuild"], "security-severity": scores[severity] },
  };
}

/** Plain text with its own marks escaped: braces stand for placeholders, brackets for links (sections 3.11.5 and 3.11.6). */
export function messageText(text: string): string {
  return pasteable(text)
    .replace(/[\\[\]]/g, "\\$&")
    .replace(/[{}]/g, "$&$&");
}

export const levels = {
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
} as const satisfies Record<Severity, string>;

const scores = { high: "8.0", medium: "5.0", low: "3.0", info: "0.0" } as const satisfies Record<
  Severity,
  string
>;
