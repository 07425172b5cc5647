import { expect, test } from "vitest";
import { type PullMessage, pullMessages } from "../../packages/core/src/index.ts";

test("docs/messages.md has every message that is known", async () => {
  await expect([introduction, ...pullMessages.map(section)].join("\n")).toMatchFileSnapshot(
    "../../docs/messages.md",
  );
});

const introduction = `# Messages of a failed pull

What AWS, Docker and registries say when CodeBuild cannot pull a build's image, what it means, and what to do. CodeBuild
shows these words in the phase PROVISIONING of a build. \`pullpass explain --message "TEXT"\` looks them up, also in a
whole log (\`--message -\` reads standard input); with a project's name it says, too, what pullpass sees of that project.

This page is printed from the code; \`npm test -- tests/pull-messages/messages-doc.test.ts -u\` writes it anew.
`;

function section({ id, words, means, next, rules, source }: PullMessage): string {
  const findings = rules.map((rule) => `[${rule}](findings.md#${rule})`).join(", ");
  return `<a id="${id}"></a>

## \`${words}\`

${means}

${next.map((step) => `- ${step}`).join("\n")}

${findings === "" ? "It cannot be seen from outside a build: once one said so, a deployment finds it as [pull-failed](findings.md#pull-failed)." : `pullpass finds it as ${findings}.`}
Source: ${source}
`;
}
