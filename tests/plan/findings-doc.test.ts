import { expect, test } from "vitest";
import { rules } from "../../packages/core/src/diagnose/rules/index.ts";
import type { Rule } from "../../packages/core/src/diagnose/rules/rule.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import { printedSteps } from "../../packages/core/src/notice/remedy-text.ts";
import { examples } from "./examples.ts";
import { planFor } from "./support.ts";

test("docs/findings.md says what every rule finds", async () => {
  const shown = new Map(
    Object.values(examples).flatMap(({ world, over }) =>
      planFor(world, over).findings.map((finding) => [finding.rule, finding]),
    ),
  );
  const sections = rules.map((rule) => section(rule, shown.get(rule.id)));
  await expect([introduction(rules), ...sections].join("\n")).toMatchFileSnapshot("../../docs/findings.md");
});

function introduction(all: readonly Rule[]): string {
  return `# Findings

A finding is something wrong that pullpass does not fix: a rule, a subject (a project or a role), what was seen, and what
a person can do about it. It is announced when it opens, when what was seen changes, and when it closes. A project or role
tagged \`pullpass/ignore\` has none.

This page is printed from the rules; \`npm test -- tests/plan/findings-doc.test.ts -u\` writes it anew.

| rule | severity |
| --- | --- |
${all.map(({ id, severity }) => `| [${id}](#${id}) | ${severity} |`).join("\n")}
`;
}

function section({ id, severity, about }: Rule, example: Finding | undefined): string {
  const seen = example?.evidence.map(([label, value]) => `> - ${label}: \`${value}\``) ?? [];
  return `## ${id}

Severity: ${severity}. ${about}

> ${example?.title}
>
${seen.join("\n")}
>
${printedSteps(example?.remedy ?? [])
  .flatMap(({ text, block, command }) => [
    `> ${text}`,
    ...[block, command].flatMap((each) => (each === undefined ? [] : [">", `> \`${each}\``])),
  ])
  .join("\n>\n")}
>
> Who can mend it: ${example?.mender}.
`;
}
