import { expect, test } from "vitest";
import { diagnose } from "../../packages/core/src/diagnose/diagnose.ts";
import { rules } from "../../packages/core/src/diagnose/rules/index.ts";
import type { Rule } from "../../packages/core/src/diagnose/rules/rule.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import { printedSteps } from "../../packages/core/src/notice/remedy-text.ts";
import { examples, planOf } from "./examples.ts";
import { customerKey, given, observed, project, secret, secretArn, settings, type World } from "./support.ts";

const web = project("web", { credential: secretArn("registry/hub"), pullCredentials: "SERVICE_ROLE" });

/** What pullpass repairs is found before it does. */
const repaired: readonly World[] = [
  given({ projects: [web], secrets: [secret("registry/hub", { key: customerKey() })] }),
];

test("docs/findings.md says what every rule finds", async () => {
  const announced = Object.values(examples).flatMap((example) => planOf(example).findings);
  const shown = new Map([...repaired.flatMap(findingsIn), ...announced].map((each) => [each.rule, each]));
  const sections = rules.map((rule) => section(rule, shown.get(rule.id)));
  await expect([introduction(rules), ...sections].join("\n")).toMatchFileSnapshot("../../docs/findings.md");
});

function findingsIn(world: World): readonly Finding[] {
  return [...diagnose(observed(world), settings).projects.values()].flatMap(({ findings }) => findings);
}

function introduction(all: readonly Rule[]): string {
  return `# Findings

A finding is something that keeps a pull from working, or lets someone read who should not: a rule, a subject (a project
or a role), what was seen, who can mend it, and what to do. What pullpass repairs by itself, it repairs; every other
finding is announced when it opens, when what was seen changes, and when it closes.

This page is printed from the rules; \`npm test -- tests/plan/findings-doc.test.ts -u\` writes it anew.

| rule | severity |
| --- | --- |
${all.map(({ id, severity }) => `| [${id}](#${id}) | ${severity} |`).join("\n")}
`;
}

function section({ id, severity, about }: Rule, example: Finding | undefined): string {
  if (example === undefined) throw new Error(`no world shows ${id}`);
  const seen = example.evidence.map(([label, value]) => `> - ${label}: \`${value}\``);
  return `## ${id}

Severity: ${severity}. ${about}

> ${example.title}
>
${seen.join("\n")}
>
${printedSteps(example.remedy)
  .flatMap(({ text, block, command }) => [
    `> ${text}`,
    ...[block, command].flatMap((each) => (each === undefined ? [] : [">", `> \`${each}\``])),
  ])
  .join("\n>\n")}
>
> Who can mend it: ${example.mender}.
`;
}
