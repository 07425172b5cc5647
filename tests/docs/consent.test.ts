/** docs/consent.md has the guardrails as the command prints them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pullpass } from "../cli/support/run.ts";

test("the page's policies are what `pullpass guardrails` prints without options", async () => {
  const page = readFileSync("docs/consent.md", "utf8");
  const printed: string[] = [];
  for (const only of ["service-control-policy", "boundary", "tag-policy"]) {
    printed.push((await pullpass(undefined, ["guardrails", "--only", only])).out);
  }
  const blocks = page.match(/```json\n.*?```/gs) ?? [];
  expect(blocks).toHaveLength(printed.length);
  const left = [...printed];
  const renewed = page.replace(/```json\n.*?```/gs, () => `\`\`\`json\n${left.shift()}\`\`\``);
  await expect(renewed).toMatchFileSnapshot("../../docs/consent.md");
});
