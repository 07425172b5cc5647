/** What a sweep of a whole account costs where nothing is to be done, in calls; and what it does not miss for that. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { largeAccount, region, type Size } from "../../bench/large-account.ts";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import type { RecordedCall, Sandbox } from "../../packages/sandbox/src/index.ts";

const size: Size = { projects: 101, secrets: 8, roles: 8 };
const hourMs = 3_600_000;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await largeAccount(size);
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  await nextSweep(sandbox);
}, 60_000);
afterAll(() => sandbox.dispose());

/** What sweep and reconcile called in the next hour, with its sweep. */
async function nextSweep(account: Sandbox): Promise<readonly RecordedCall[]> {
  const before = account.calls.length;
  await account.clock.advance(hourMs);
  await account.settle(1_000_000);
  // Its line takes a few roles a second.
  await account.clock.advance(10_000);
  return account.calls.slice(before).filter(({ principal }) => /pullpass-(sweep|reconcile)-/.test(principal));
}

function counts(calls: readonly RecordedCall[]): Readonly<Record<string, number>> {
  const byOperation = Map.groupBy(calls, ({ service, operation }) => `${service}:${operation}`);
  return Object.fromEntries([...byOperation].map(([operation, { length }]) => [operation, length]));
}

const ofEachSecret = ["secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds"];

test("calls grow with pages, and not with projects, roles and secrets", async () => {
  const swept = counts(await nextSweep(sandbox));
  for (const operation of ofEachSecret) expect(swept[operation] ?? 0).toBeLessThan(size.secrets / 2);
  expect(Object.fromEntries(Object.entries(swept).filter(([name]) => !ofEachSecret.includes(name)))).toEqual({
    "codebuild:ListProjects": 2,
    "codebuild:BatchGetProjects": 2,
    "iam:GetAccountAuthorizationDetails": 1,
    "secretsmanager:ListSecrets": 1,
    // The one key of the account.
    "kms:DescribeKey": 1,
    "kms:GetKeyPolicy": 1,
    "kms:ListGrants": 1,
    // Grants, open findings, open changes, what is muted, and what earlier sweeps saw of secrets.
    "dynamodb:Query": 6,
    // The sweep before, what was seen of the one registry, up to when all is known to be told, and that findings are indexed.
    "dynamodb:GetItem": 4,
    "dynamodb:PutItem": 1,
  });
});
