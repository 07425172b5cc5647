/** What every SARIF log of pullpass has. https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html */
import { pasteable, type RuleId, type Severity } from "@pullpass/core";
import { ruleTexts } from "@pullpass/core/parts";
import manifest from "../../package.json" with { type: "json" };

/** Of the repository, once it has an address; whoever publishes the package puts it into package.json. */
const homepage: string | undefined = "homepage" in manifest ? String(manifest.homepage) : undefined;

export const sarifSchema =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Where `home` is the address of pullpass's pages, each rule has that of its part of docs/findings.md. */
export function ruleOf(id: RuleId, severity: Severity, home = homepage) {
  const about = ruleTexts.get(id);
  return {
    id,
    shortDescription: { text: id.replaceAll("-", " ") },
    ...(about !== undefined && helpOf(id, about, home)),
    defaultConfiguration: { level: levels[severity] },
    // What GitHub sorts by: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
    properties: { tags: ["security", "aws", "codebuild"], "security-severity": scores[severity] },
  };
}

function helpOf(id: RuleId, about: string, home: string | undefined) {
  const text = about.replaceAll("`", "");
  return {
    fullDescription: { text },
    help: { text: `${text} docs/findings.md has an example, and what to do.`, markdown: about },
    ...(home !== undefined && { helpUri: `${home.replace(/#.*$/, "")}/blob/main/docs/findings.md#${id}` }),
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
