/** What `pullpass sandbox` does not start with: it says why, and what it accepts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pullpass } from "./support/run.ts";

test.each([
  { options: ["--port", "many"], code: 2, says: "whole number" },
  { options: ["--region", "europe"], code: 2, says: "eu-central-1" },
  { options: ["--account", "12"], code: 2, says: "twelve digits" },
  { options: ["--iam-lag", "a while"], code: 2, says: "number of seconds" },
  { options: ["--seed", "-1"], code: 2, says: "whole number" },
  { options: ["--bare", "--mode", "plan"], code: 2, says: "cannot be used with" },
  { options: ["--organization", "nowhere.json"], code: 3, says: "nowhere.json" },
])("$options is refused with the accepted form", async ({ options, code, says }) => {
  const ran = await pullpass(undefined, ["sandbox", ...options]);
  expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(says)]);
});

test("a port that is taken is said so, with what to do", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, err } = await pullpass(undefined, ["sandbox", "--bare", "--port", String(port)]);
  expect([code, err]).toEqual([3, expect.stringContaining(`${port}`)]);
  expect(err).toContain("--port");
  expect(err).not.toContain("    at ");
});

const builds = "111122223333";

/** Where `Action` is denied in the account of builds. */
function organizationThatDenies(Action: string) {
  const Statement = [{ Effect: "Deny", Action, Resource: "*" }];
  return {
    id: "o-exampleorg",
    managementAccount: "999900001111",
    policies: { Denied: { Version: "2012-10-17", Statement } },
    root: { accounts: [{ id: builds, policies: ["FullAWSAccess", "Denied"] }] },
  };
}

async function sandboxOf(organization: object) {
  const folder = await mkdtemp(join(tmpdir(), "organization-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "organization.json");
  await writeFile(file, JSON.stringify(organization));
  return { file, ...(await pullpass(undefined, ["sandbox", "--port", "0", "--organization", file])) };
}

test("a wrong organization is told with the places", async () => {
  const wrong = { ...organizationThatDenies("kms:CreateKey"), root: { units: [{ policies: ["Denies"] }] } };
  const { file, code, err } = await sandboxOf(wrong);
  expect(code).toBe(3);
  expect(err).toContain(`${file} describes no organization.`);
  expect(err).toContain("root.units[0].name: a unit has a name");
  expect(err).toContain('root.units[0].policies[0]: there is no policy "Denies"');
  expect(err).toContain("docs/sandbox.md");
});

test("an organization that does not let pullpass in is told", async () => {
  const { code, err } = await sandboxOf(organizationThatDenies("iam:PutRolePolicy"));
  expect(code).toBe(3);
  expect(err).toContain(`pullpass cannot be deployed into ${builds}`);
  expect(err).toContain("--account");
});
