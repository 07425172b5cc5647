/** The page, held against a run by somebody who has the page's policy and no other right. */
import { readFileSync } from "node:fs";
import { validatePolicy } from "@pullpass/access";
import { expect, test } from "vitest";
import { probes } from "../../prove/probes/index.ts";
import { go, proved } from "./support/account.ts";

const page = readFileSync(new URL("../../docs/prove.md", import.meta.url), "utf8");
const PolicyDocument = /<!-- prove-policy -->\n```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";

test("IAM takes the policy on the page", () => {
  expect(validatePolicy(JSON.parse(PolicyDocument), "identity", { managed: true })).toEqual([]);
});

test("the policy on the page is enough for every question, and each of its actions is needed", async () => {
  const { report, account } = await proved([...go, "--wait", "1"], { rights: PolicyDocument });
  for (const { id, asked } of report().probes)
    expect([id, asked.kind, asked.why]).toEqual([id, "settled", undefined]);
  const asked = new Set(
    account.sandbox.calls.flatMap(({ permissions }) => permissions.map(({ action }) => action)),
  );
  const actions = JSON.parse(PolicyDocument).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
  expect(actions.filter((action: string) => !asked.has(action))).toEqual([]);
});

test("what it costs is what the probes say together", () => {
  expect(probes.reduce((sum, { cost }) => sum + cost.dollars, 0)).toBeLessThan(0.5);
});
