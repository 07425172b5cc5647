/** What the commands of a laptop cost in calls. */
import { expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../packages/sandbox/src/index.ts";
import { allow, createAccount, deny, fillAccount } from "../audit/support/account.ts";
import { createAccount as emptyAccount } from "../cli/support/account.ts";
import { pullpass } from "../cli/support/run.ts";

async function filledAccount(): Promise<Sandbox> {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  await fillAccount(teams);
  return sandbox;
}

async function callsOf(sandbox: Sandbox, ...args: readonly string[]) {
  const before = sandbox.calls.length;
  const { code, out, err } = await pullpass(sandbox, args);
  return { calls: sandbox.calls.length - before, code, out, err };
}

test("plan --all asks no more than an audit of the same account, and plans what role by role is planned", async () => {
  const sandbox = await filledAccount();
  const audit = await callsOf(sandbox, "audit", "--format", "json");
  const plan = await callsOf(sandbox, "plan", "--all", "--format", "json");
  expect(plan.calls).toBeLessThanOrEqual(audit.calls);
  const names: string[] = JSON.parse(plan.out).plans.flatMap(
    ({ projects }: { projects: string[] }) => projects,
  );
  const alone = await callsOf(sandbox, "plan", ...names, "--format", "json");
  expect(withoutDates(plan.out)).toEqual(withoutDates(alone.out));
  expect(plan.code).toBe(alone.code);
});

test("plan --all of many roles costs a page each, and not each of them", async () => {
  const account = await emptyAccount();
  const calls: number[] = [];
  const credential = await account.secret("registry/hub", "all");
  for (const upTo of [2, 22]) {
    for (let index = calls.length === 0 ? 0 : 2; index < upTo; index += 1) {
      await account.project(`web-${index}`, { credential });
    }
    calls.push((await callsOf(account.sandbox, "plan", "--all")).calls);
  }
  expect(calls[1]).toBe(calls[0]);
});

test("where roles are not read in bulk, plan --all says so and reads them one by one", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  await fillAccount(teams);
  const whole = await pullpass(sandbox, ["plan", "--all"]);
  const principal = await teams.role("auditor", "ec2.amazonaws.com");
  const refused = ["iam:GetAccountAuthorizationDetails", "secretsmanager:ListSecrets"];
  await teams.inline("auditor", "Audit", allow("*", "*"), ...refused.map((action) => deny(action, "*")));
  const { out, err } = await pullpass(sandbox, ["plan", "--all"], { principal });
  for (const action of refused) {
    expect(err).toMatch(new RegExp(`Asked one by one, which takes longer: ${action} on .* was denied`));
  }
  expect(out).toBe(whole.out);
});

test("explain costs at most fifteen calls, with a key of the account's own too", async () => {
  const sandbox = await filledAccount();
  expect((await callsOf(sandbox, "explain", "keyed")).calls).toBeLessThanOrEqual(15);
});

/** Ids and times are of each look by itself. */
function withoutDates(text: string): unknown {
  return JSON.parse(text, (key, value) =>
    key === "id" || key === "causes" || key === "listing" ? undefined : value,
  );
}
