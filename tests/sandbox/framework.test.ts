import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { awsError, connect, createSandbox, type SandboxOptions } from "../../packages/sandbox/src/index.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { home, trust } from "./support/account.ts";

async function start(options: Partial<SandboxOptions> = {}) {
  const sandbox = await createSandbox({ regions: [home], ...options });
  onTestFinished(() => sandbox.dispose());
  return { sandbox, iam: new IAMClient({ ...connect(sandbox, { region: home }), maxAttempts: 1 }) };
}

const minute = 60_000;
const createWeb = new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument: trust() });

test("the same seed gives the same account, another seed another", async () => {
  const roleId = async (seed: number) => {
    const { iam } = await start({ seed });
    return (await iam.send(createWeb)).Role?.RoleId;
  };
  expect(await roleId(7)).toBe(await roleId(7));
  expect(await roleId(7)).not.toBe(await roleId(8));
});

test("ids have the forms of AWS's, and do not repeat", async () => {
  const { sandbox } = await start();
  const ids = Array.from({ length: 10_000 }, () => sandbox.ids.uuid());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(sandbox.ids.text(5, "ab")).toMatch(/^[ab]{5}$/);
  for (let count = 0; count < 1000; count++) expect(sandbox.ids.number(3)).toBeOneOf([0, 1, 2]);
});

test("time stands still until it is moved", async () => {
  const startAt = new Date("2026-03-01T12:00:00Z");
  const { sandbox } = await start({ startAt });
  expect(sandbox.clock.now()).toEqual(startAt);
  await sandbox.clock.advance(minute);
  expect(sandbox.clock.now()).toEqual(new Date("2026-03-01T12:01:00Z"));
});

test("what falls due runs at its time, in order, what it starts included", async () => {
  const { sandbox } = await start();
  const begin = sandbox.clock.now().getTime();
  const ran: string[] = [];
  const note = (name: string) => ran.push(`${name} ${(sandbox.clock.now().getTime() - begin) / minute}`);
  sandbox.clock.after(2 * minute, () => void note("second"));
  sandbox.clock.after(minute, async () => {
    note("first");
    sandbox.clock.after(minute / 2, () => void note("between"));
  });
  sandbox.clock.after(2 * minute, () => void note("third"));
  const cancel = sandbox.clock.after(minute, () => void note("never"));
  sandbox.clock.after(4 * minute, () => void note("later"));
  cancel();
  await sandbox.clock.advance(3 * minute);
  expect(ran).toEqual(["first 1", "between 1.5", "second 2", "third 2"]);
});

test("one long step and many short ones run the same work at the same times", async () => {
  const run = async (delays: readonly number[], steps: readonly number[]) => {
    const sandbox = await createSandbox({ regions: [home] });
    const begin = sandbox.clock.now().getTime();
    const ran: string[] = [];
    for (const [index, delay] of delays.entries()) {
      sandbox.clock.after(delay, () => void ran.push(`${index} at ${sandbox.clock.now().getTime() - begin}`));
    }
    for (const step of steps) await sandbox.clock.advance(step);
    await sandbox.dispose();
    return ran;
  };
  const ms = fc.integer({ min: 0, max: 1000 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(ms, { maxLength: 10 }),
      fc.array(ms, { minLength: 1, maxLength: 10 }),
      async (delays, steps) => {
        expect(await run(delays, [steps.reduce((sum, step) => sum + step, 0)])).toEqual(
          await run(delays, steps),
        );
      },
    ),
    { numRuns: propertyRuns(30) },
  );
});

test("time does not move on before work under way has ended", async () => {
  const { sandbox } = await start();
  const begin = sandbox.clock.now().getTime();
  const seen: number[] = [];
  sandbox.clock.after(minute, () => {
    sandbox.track(
      new Promise((resolve) => setTimeout(resolve, 20)).then(() =>
        seen.push(sandbox.clock.now().getTime() - begin),
      ),
    );
  });
  await sandbox.clock.advance(60 * minute);
  expect(seen).toEqual([minute]);
});

test("work that waits for the clock does not stop it", async () => {
  const { sandbox } = await start();
  sandbox.track(new Promise<void>((resolve) => void sandbox.clock.after(minute, resolve)));
  await sandbox.clock.advance(minute);
  await sandbox.settle();
});

test("a hook may move time while the call is under way", async () => {
  const { sandbox, iam } = await start();
  const begin = sandbox.clock.now().getTime();
  sandbox.before(() => sandbox.clock.advance(minute));
  const work = iam.send(createWeb);
  sandbox.track(work);
  expect((await work).Role?.CreateDate?.getTime()).toBe(begin + minute);
});

test("with the wall clock time runs, and work falls due by itself", async () => {
  const startAt = new Date("2026-03-01T12:00:00Z");
  const startedAt = performance.now();
  const { sandbox } = await start({ clock: "wall", startAt });
  const ran = await new Promise<Date>(
    (resolve) => void sandbox.clock.after(30, () => resolve(sandbox.clock.now())),
  );
  expect(ran.getTime() - startAt.getTime()).toBeGreaterThanOrEqual(30);
  expect(ran.getTime() - startAt.getTime()).toBeLessThanOrEqual(performance.now() - startedAt);
});

test("settle waits for all work, what it starts included, and runs what is due", async () => {
  const { sandbox } = await start();
  const done: string[] = [];
  const later = (name: string) =>
    new Promise((resolve) => setTimeout(resolve, 5)).then(() => done.push(name));
  sandbox.track(later("first").then(() => sandbox.track(later("second"))));
  sandbox.clock.after(0, () => void sandbox.track(later("due")));
  sandbox.clock.after(1, () => void done.push("not due"));
  await sandbox.settle();
  expect(done.toSorted()).toEqual(["due", "first", "second"]);
});

test("an account that never comes to rest says so", async () => {
  const { sandbox } = await start();
  const again = () => void sandbox.clock.after(0, again);
  again();
  await expect(sandbox.settle(50)).rejects.toThrow("did not come to rest in 50 rounds");
});

test("work that fails does not keep the account from coming to rest", async () => {
  const { sandbox } = await start();
  sandbox.track(Promise.reject(new Error("failed")));
  await sandbox.settle();
});

test("a hook before a call can make it fail as AWS would", async () => {
  const { sandbox, iam } = await start();
  sandbox.before(({ operation }) => {
    if (operation === "CreateRole") throw awsError("Throttling", "Rate exceeded");
  });
  await expect(iam.send(createWeb)).rejects.toMatchObject({ name: "Throttling", message: "Rate exceeded" });
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
});

test("a hook after a call can lose the reply of a call that was carried out", async () => {
  const { sandbox, iam } = await start();
  sandbox.after(({ operation }) => {
    if (operation === "CreateRole") throw new Error("lost");
  });
  await expect(iam.send(createWeb)).rejects.toMatchObject({ code: "ECONNRESET" });
  expect((await iam.send(new GetRoleCommand({ RoleName: "web" }))).Role?.RoleName).toBe("web");
});

test("the SDK tries again after a lost reply", async () => {
  const { sandbox } = await start();
  const iam = new IAMClient(connect(sandbox, { region: home }));
  let losses = 1;
  sandbox.after(() => {
    if (losses-- > 0) throw new Error("lost");
  });
  await expect(iam.send(createWeb)).rejects.toMatchObject({ name: "EntityAlreadyExistsException" });
});

test("every call is on record with what it asked IAM for and how it ended", async () => {
  const { sandbox, iam } = await start();
  await iam.send(createWeb);
  await iam.send(createWeb).catch(() => undefined);
  const call = {
    at: sandbox.clock.now(),
    principal: "arn:aws:sts::111122223333:assumed-role/Administrator/admin",
    service: "iam",
    operation: "CreateRole",
    region: "us-east-1",
    account: "111122223333",
    permissions: [{ action: "iam:CreateRole", resource: "arn:aws:iam::111122223333:role/web" }],
  };
  expect(sandbox.calls).toEqual([
    { ...call, outcome: "ok" },
    { ...call, outcome: "EntityAlreadyExistsException" },
  ]);
});

test("what is done at the end runs once, the last first", async () => {
  const sandbox = await createSandbox({ regions: [home] });
  const ended: string[] = [];
  sandbox.onDispose(() => void ended.push("first"));
  sandbox.onDispose(async () => void ended.push("second"));
  await sandbox.dispose();
  await sandbox.dispose();
  expect(ended).toEqual(["second", "first"]);
});
