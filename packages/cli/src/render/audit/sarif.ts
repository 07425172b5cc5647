/** An audit as SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html */

import { createHash } from "node:crypto";
import type { AuditInRows } from "@pullpass/audit";
import {
  type Finding,
  pasteable,
  plain,
  printedSteps,
  type RuleId,
  remedyText,
  type Severity,
} from "@pullpass/core";
import { filterWords } from "../../audit/filter-words.ts";
import { levels, messageText, ruleOf, sarifSchema } from "../sarif-parts.ts";

/** As an object, ready to be written as JSON. */
export function auditSarif(report: AuditInRows) {
  const { rules, results } = resultsOf(report);
  return logOf(report, rules, [...results]);
}

/** The same with its results unfolded one after the other. */
export function sarifInRows(report: AuditInRows) {
  const { rules, results } = resultsOf(report);
  return logOf(report, rules, results);
}

type Rules = readonly (readonly [id: RuleId, severity: Severity])[];

function resultsOf(report: AuditInRows) {
  const severityOf = new Map<RuleId, Severity>();
  for (const { finding } of located(report)) severityOf.set(finding.rule, finding.severity);
  const rules: Rules = [...severityOf].sort(([a], [b]) => (a < b ? -1 : 1));
  const places = new Map(rules.map(([id], index) => [id, index]));
  return {
    rules,
    results: map(located(report), (each) => resultOf(each, places.get(each.finding.rule) ?? -1)),
  };
}

function* map<Item, Result>(items: Iterable<Item>, each: (item: Item) => Result): Iterable<Result> {
  for (const item of items) yield each(item);
}

function logOf<Results>(report: AuditInRows, rules: Rules, results: Results) {
  return {
    $schema: sarifSchema,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pullpass",
            semanticVersion: report.version,
            rules: rules.map(([id, severity]) => ruleOf(id, severity)),
          },
        },
        invocations: [
          {
            executionSuccessful: report.unread.length < report.regions.length,
            startTimeUtc: report.startedAt,
            endTimeUtc: report.finishedAt,
            toolExecutionNotifications: report.unknowns.map(({ text }) => ({
              level: "note",
              message: { text: messageText(text) },
            })),
          },
        ],
        automationDetails: { id: `pullpass/${report.account}/` },
        columnKind: "utf16CodeUnits",
        ...(report.filter && { properties: { filter: plain(filterWords(report.filter).join(" ")) } }),
        results,
      },
    ],
  };
}

interface Located {
  readonly finding: Finding;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly kind: "codebuild" | "iam";
  readonly next: string;
  readonly remedy: string;
}

function* located({ projects, unneeded, commandOptions }: AuditInRows): Iterable<Located> {
  for (const { findings, arn, name, region, next } of projects) {
    for (const [index, finding] of findings.entries()) {
      const [step] = index === 0 ? printedSteps(next, commandOptions) : [];
      const remedy = remedyText(finding.remedy, commandOptions);
      yield { finding, arn, name, region, kind: "codebuild", next: step?.text ?? remedy, remedy };
    }
  }
  for (const { finding, role, secret, region } of unneeded) {
    const name = role.split("/").at(-1) ?? "";
    const remedy = remedyText(finding.remedy, commandOptions);
    yield { finding, arn: `${role} ${secret}`, name, region, kind: "iam", next: remedy, remedy };
  }
}

function resultOf({ finding, arn, name, region, kind, next, remedy }: Located, ruleIndex: number) {
  const { rule, severity, title, evidence } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: messageText(`${title} ${next}`) },
    locations: [
      {
        // A place in no file: code scanning asks for one all the same.
        physicalLocation: { artifactLocation: { uri: `aws/${region}/${kind}/${encodeURIComponent(name)}` } },
        logicalLocations: [{ name: plain(name), fullyQualifiedName: plain(arn), kind: "resource" }],
      },
    ],
    partialFingerprints: { "pullpass/v1": createHash("sha256").update(`${rule} ${arn}`).digest("hex") },
    properties: {
      severity,
      remedy: pasteable(remedy),
      evidence: evidence.map(([label, value]) => `${label}: ${plain(value)}`),
    },
  };
}
