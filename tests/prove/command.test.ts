/** What somebody is told who runs it. */
import { expect, test } from "vitest";
import { probes } from "../../prove/probes/index.ts";
import { accountId, go, namesIn, proved, region } from "./support/account.ts";

test("without the flag nothing is done: it says what it would create, and what that costs", async () => {
  const { code, said, account } = await proved(["--account", accountId, "--region", region]);
  expect(code).toBe(2);
  expect(said).toMatch(/^25 probes, which cost up to \$0\.\d\d together:/);
  expect(said).toContain("Nothing was done. Add --yes-create-resources");
  expect(await namesIn(account)).toEqual([]);
});

test.each([
  [
    "no account",
    ["--region", region, "--yes-create-resources"],
    "Name the account that is meant: --account.",
  ],
  ["no Region", ["--account", accountId, "--yes-create-resources"], "Name the Region: --region."],
  [
    "another account",
    ["--account", "111122223333", "--region", region, "--yes-create-resources"],
    `The credentials are of account ${accountId}, not of 111122223333.`,
  ],
  ["an account that is none", ["--account", "mine"], "--account takes the twelve digits of an account."],
  ["a probe that there is not", [...go, "--only", "everything"], "There is no probe everything."],
  ["a prefix that AWS would not take", [...go, "--prefix", "My Probe"], "A prefix has 3 to 30 small letters"],
  ["a time that is none", [...go, "--wait", "long"], "--wait takes 0 to 120 minutes."],
  ["an option that there is not", ["--force"], "Unknown option '--force'"],
])("with %s nothing is done", async (_, args, words) => {
  const { code, said, account } = await proved(args);
  expect(code).toBe(2);
  expect(said).toContain(words);
  expect(account.sandbox.calls.every(({ operation }) => operation === "GetCallerIdentity")).toBe(true);
});

test("it lists its probes, and helps, without asking anybody", async () => {
  const { code, said } = await proved(["--list"]);
  expect(code).toBe(0);
  for (const { id, question } of probes) expect(said).toContain(`${id}\n    ${question}`);
  const help = await proved(["--help"]);
  expect(help.code).toBe(0);
  expect(help.said).toContain("--yes-create-resources");
});

test("only some are asked if only some are named", async () => {
  const { code, report } = await proved([...go, "--only", "role-policies,pattern-elements"]);
  expect(code).toBe(0);
  expect(report().probes.map(({ id }) => id)).toEqual(["pattern-elements", "role-policies"]);
});
