/** A check as SARIF 2.1.0, for code scanning: each finding at its line. */
import { createHash } from "node:crypto";
import { relative, sep } from "node:path";
import type { CheckedFinding, CheckedProject, CheckReport } from "@pullpass/check";
import { pasteable, plain, type RuleId, type Severity } from "@pullpass/core";
import { levels, messageText, ruleOf, sarifSchema } from "../sarif-parts.ts";

/** As an object, ready to be written as JSON. */
export function checkSarif({ version, files, projects }: CheckReport) {
  const found = projects.flatMap((project) => project.findings.map((finding) => ({ project, finding })));
  const worst = new Map<RuleId, Severity>(found.map(({ finding }) => [finding.rule, finding.severity]));
  const rules = [...worst].sort(([a], [b]) => (a < b ? -1 : 1));
  const indices = new Map(rules.map(([id], index) => [id, index]));
  const unread = files.filter(({ kind }) => kind === "unreadable");
  const noted = files.filter(({ why }) => why !== null);
  return {
    $schema: sarifSchema,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pullpass check",
            semanticVersion: version,
            rules: rules.map(([id, severity]) => ruleOf(id, severity)),
          },
        },
        invocations: [
          {
            executionSuccessful: unread.length < files.length,
            toolExecutionNotifications: [...noted.map(fileNote), ...projects.flatMap(unknownNotes)],
          },
        ],
        columnKind: "utf16CodeUnits",
        results: found.map(({ project, finding }) =>
          resultOf(project, finding, indices.get(finding.rule) ?? -1),
        ),
      },
    ],
  };
}

function resultOf(project: CheckedProject, finding: CheckedFinding, ruleIndex: number) {
  const { rule, severity, title, evidence, remedy, file, line, column } = finding;
  const next = remedy[0]?.text ?? "";
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: messageText(`${title} ${next}`.trim()) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [{ name: plain(project.id), kind: "resource" }],
      },
    ],
    partialFingerprints: {
      "pullpass/v1": createHash("sha256")
        .update(`${rule} ${uriOf(project.file)} ${project.id}`)
        .digest("hex"),
    },
    properties: {
      severity,
      remedy: pasteable(
        remedy.map(({ text, block }) => (block === null ? text : `${text} ${block}`)).join(" "),
      ),
      evidence: evidence.map(([label, value]) => `${label}: ${plain(value)}`),
    },
  };
}

function fileNote({ file, kind, why }: CheckReport["files"][number]) {
  return {
    level: kind === "unreadable" ? "error" : "note",
    message: { text: messageText(`${file}: ${why ?? ""}`) },
  };
}

function unknownNotes({ name, unknowns, unless }: CheckedProject) {
  return [
    ...unknowns.map((what) => `Project ${name}: not known is ${what}.`),
    ...unless.map((what) => `Project ${name}, unless something outside the files allows it: ${what}`),
  ].map((text) => ({ level: "note", message: { text: messageText(text) } }));
}

/** Code scanning wants paths from where the repository begins, which is where checks are run. */
function uriOf(file: string): string {
  return relative(process.cwd(), file).split(sep).map(encodeURIComponent).join("/");
}
