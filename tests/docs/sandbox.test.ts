/** The page on the sandbox, held against what the sandbox serves. */
import { globSync, readFileSync, statSync } from "node:fs";
import { awsManagedPolicies } from "@pullpass/sandbox/aws-managed-policies";
import { expect, test } from "vitest";
import { everyService } from "../../packages/sandbox/src/services/all.ts";

const services = await everyService();
const page = readFileSync("docs/sandbox.md", "utf8");

test.each(services.map(({ signingName, operations }) => [signingName, operations] as const))(
  "the page names the operations of %s that are served, and no other",
  (name, operations) => {
    const [, listed = ""] = new RegExp(`<!-- ${name} -->\n([^.]*)\\.`).exec(page) ?? [];
    expect(listed.split(/,\s+/).sort()).toEqual(Object.keys(operations).sort());
  },
);

test("the page says how large the tables of constraints are, and how many of AWS's policies there are", () => {
  const tables = globSync("packages/sandbox/src/constraints/tables/*.json");
  const bytes = tables.reduce((sum, table) => sum + statSync(table).size, 0);
  expect(page).toContain(`about ${Math.round(bytes / 10_000) * 10} kB in all`);
  expect(page).toContain(`- ${awsManagedPolicies("aws").length} of AWS's managed policies are there`);
});
