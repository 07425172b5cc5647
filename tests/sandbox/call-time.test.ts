/** Calls that take time, by the account's own clock. */
import { CreateRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, onTestFinished, test } from "vitest";
import { connect, createSandbox } from "../../packages/sandbox/src/index.ts";

const callMs = 50;

/** A role's clients, and what was done of a piece of work, each with the milliseconds that had passed. */
async function account() {
  const sandbox = await createSandbox({
    seed: 1,
    regions: ["eu-central-1"],
    account: "111122223333",
    callMs,
  });
  onTestFinished(() => sandbox.dispose());
  const statement = (more: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
  const administrator = new IAMClient(connect(sandbox, { region: "eu-central-1" }));
  const { Role: { Arn: principal = "" } = {} } = await administrator.send(
    new CreateRoleCommand({
      RoleName: "worker",
      AssumeRolePolicyDocument: statement({
        Action: "sts:AssumeRole",
        Principal: { Service: "lambda.amazonaws.com" },
      }),
    }),
  );
  await administrator.send(
    new PutRolePolicyCommand({
      RoleName: "worker",
      PolicyName: "all",
      PolicyDocument: statement({ Action: "*", Resource: "*" }),
    }),
  );
  const config = connect(sandbox, { region: "eu-central-1", principal });
  const begun = sandbox.clock.now().getTime();
  const passed = () => sandbox.clock.now().getTime() - begun;
  return { sandbox, iam: new IAMClient(config), secrets: new SecretsManagerClient(config), passed };
}

test("calls in turn take their times together, calls side by side the time of one", async () => {
  const { sandbox, iam, secrets, passed } = await account();
  const done: (readonly [what: string, afterMs: number])[] = [];
  sandbox.clock.after(10_000, () => void done.push(["something else", passed()]));
  const work = async () => {
    await iam.send(new ListRolesCommand({}));
    done.push(["one", passed()]);
    await Promise.all([iam.send(new ListRolesCommand({})), secrets.send(new ListSecretsCommand({}))]);
    done.push(["two more", passed()]);
    for (let calls = 0; calls < 20; calls += 1) await iam.send(new ListRolesCommand({}));
    done.push(["twenty more", passed()]);
  };
  sandbox.track(work());
  await sandbox.clock.advance(20_000);
  expect(done).toEqual([
    ["one", callMs],
    ["two more", 2 * callMs],
    ["twenty more", 22 * callMs],
    ["something else", 10_000],
  ]);
});

test("nothing moves the clock on but who moves it, and the account comes to rest with calls under way", async () => {
  const { sandbox, iam, passed } = await account();
  let isDone = false;
  const work = async () => {
    await iam.send(new ListRolesCommand({}));
    isDone = true;
  };
  sandbox.track(work());
  await sandbox.settle();
  await sandbox.clock.advance(callMs - 1);
  expect([isDone, passed()]).toEqual([false, callMs - 1]);
  await sandbox.clock.advance(1);
  expect(isDone).toBe(true);
});

test("what waits for a while keeps neither the account nor the clock waiting", async () => {
  const sandbox = await createSandbox({ seed: 1, regions: ["eu-central-1"] });
  onTestFinished(() => sandbox.dispose());
  const done: string[] = [];
  sandbox.track(sandbox.pass(20_000).then(() => void done.push("slow")));
  sandbox.clock.after(5_000, () => void done.push("quick"));
  await sandbox.settle();
  await sandbox.clock.advance(19_999);
  expect(done).toEqual(["quick"]);
  await sandbox.clock.advance(1);
  expect(done).toEqual(["quick", "slow"]);
});
