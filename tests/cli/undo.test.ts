import { UntagRoleCommand } from "@aws-sdk/client-iam";
import { expect, onTestFinished, test, vi } from "vitest";
import { createWorld, type World } from "../end-to-end/support/world.ts";
import { accountOf } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

/** Two secrets for projects of one role; pullpass granted the first, then the second. */
async function granted() {
  const world = await createWorld();
  onTestFinished(() => world.rest());
  const account = accountOf(world.sandbox);
  const hub = await account.secret("registry/hub", "web");
  const ghcr = await account.secret("registry/ghcr", "api");
  await account.project("web", { credential: "registry/hub" });
  const before = { ...(await account.environment("web")) };
  await world.rest();
  const first = await account.policy("web");
  await world.sandbox.clock.advance(60_000);
  await account.project("api", { credential: "registry/ghcr", role: "web" });
  await world.rest();
  const both = await account.policy("web");
  world.newNotices();
  return { world, account, hub, ghcr, before, first, both };
}

interface Told {
  readonly state: string;
  readonly change: {
    readonly id: string;
    readonly kind: string;
    readonly undoes?: readonly string[];
    readonly project?: string;
    readonly grant?: { readonly secret: string };
  };
}

async function history(world: World): Promise<readonly Told[]> {
  const { out } = await pullpass(world.sandbox, ["history", "--json", "--limit", "all"]);
  return JSON.parse(out).changes;
}

async function idOf(world: World, kind: string, about: string): Promise<string> {
  const found = (await history(world)).findLast(
    ({ change }) => change.kind === kind && (change.project === about || change.grant?.secret === about),
  );
  return found?.change.id ?? "";
}

test("a credential comes back as it was, is recorded and announced, and stays so", async () => {
  const { world, account, before } = await granted();
  const id = await idOf(world, "normalization", "web");
  const { out, asked, code } = await pullpass(world.sandbox, ["undo", id.slice(0, 8)], { answers: ["yes"] });
  expect(code).toBe(0);
  expect(asked.map(({ question }) => question)).toEqual([
    "Make 1 normalization in account 111122223333, eu-central-1? Type yes to go on: ",
  ]);
  const now = await account.environment("web");
  expect(now?.registryCredential).toEqual(before.registryCredential);
  expect({ ...now, imagePullCredentialsType: "CODEBUILD" }).toEqual({
    ...before,
    imagePullCredentialsType: "CODEBUILD",
  });
  expect(now?.imagePullCredentialsType).toBe("CODEBUILD");
  expect(out).toContain("The tag pullpass/ignore is put on project web");
  await world.rest();
  await world.sweep();
  expect(await account.environment("web")).toEqual(now);
  const [undone] = (await history(world)).filter(({ change }) => change.undoes !== undefined);
  expect(undone).toMatchObject({ state: "applied", change: { undoes: [id], kind: "normalization" } });
  const told = world.newNotices().filter(({ text }) => text.includes(undone?.change.id ?? "-"));
  expect(told).toHaveLength(1);
  expect(told[0]?.text).toContain("pullpass undo by Administrator/admin at ");

  const again = await pullpass(world.sandbox, ["undo", id, "--yes"]);
  expect(again.code).toBe(0);
  expect(again.out).toContain("is undone already");
  expect(await account.environment("web")).toEqual(now);
});

test("a grant goes from under a newer one, whose text is left as it would be alone, and stays gone", async () => {
  const { world, account, hub, ghcr, first } = await granted();
  const id = await idOf(world, "grant", ghcr);
  const { out, code } = await pullpass(world.sandbox, ["undo", id, "--yes"]);
  expect(code).toBe(0);
  expect(await account.policy("web")).toBe(first);
  expect(out).toContain("The tag pullpass/ignore is put on role web");
  await world.rest();
  await world.sweep();
  expect(await account.policy("web")).toBe(first);
  expect(first).toContain(hub);

  const older = await pullpass(world.sandbox, ["undo", await idOf(world, "grant", hub), "--yes"]);
  expect(older.code).toBe(0);
  expect(await account.policy("web")).toBeUndefined();
  const again = await pullpass(world.sandbox, ["undo", id, "--yes"]);
  expect([again.code, again.out.includes("is undone already")]).toEqual([0, true]);
});

test("all that was done since a moment is undone at once", async () => {
  const { world, account, before, first, both } = await granted();
  expect(first).not.toBe(both);
  const late = await pullpass(world.sandbox, ["undo", "--since", "2026-01-05T09:01", "--yes"]);
  expect(late.code).toBe(0);
  expect(await account.policy("web")).toBe(first);
  expect((await account.environment("api"))?.registryCredential?.credential).toBe("registry/ghcr");
  const all = await pullpass(world.sandbox, ["undo", "--since", "2026-01-05", "--yes"]);
  expect(all.code).toBe(0);
  expect(await account.policy("web")).toBeUndefined();
  expect((await account.environment("web"))?.registryCredential).toEqual(before.registryCredential);
  await world.rest();
  await world.sweep();
  expect(await account.policy("web")).toBeUndefined();
});

test("newer changes that stand on it go with it, and are shown before", async () => {
  const { world, account, hub } = await granted();
  await world.tag(hub, { "pullpass/projects": "web api" });
  await world.update("api", { credential: "registry/hub" });
  await world.rest();
  const newer = (await history(world)).find(({ change }) => change.grant?.secret === hub)?.change.id ?? "";
  const id = await idOf(world, "grant", hub);
  expect(newer).not.toBe(id);
  const { out } = await pullpass(world.sandbox, ["undo", id, "--yes"]);
  expect(out).toContain(`with it goes the newer change ${newer.slice(0, 8)}`);
  expect(await account.policy("web")).not.toContain(hub);
});

test.each([
  [[], "No change is named."],
  [["0123456789", "--since", "1h"], "Both changes and --since are named."],
  [["012"], "8 or more of the first characters"],
])("%j is refused", async (args, said) => {
  const { code, err } = await pullpass(undefined, ["undo", ...args]);
  expect([code, err.includes(said)]).toEqual([2, true]);
});

test("what pullpass would make again is tagged, unless a person says no, and both are said", async () => {
  const { world, account, ghcr, both } = await granted();
  const id = await idOf(world, "grant", ghcr);
  const loose = await pullpass(world.sandbox, ["undo", id, "--no-ignore", "--yes"]);
  expect(loose.code).toBe(0);
  expect(loose.out).toContain("pullpass makes this change again at the next event");
  expect(loose.out).toContain(`pullpass disallow ${ghcr}`);
  await world.rest();
  expect(await account.policy("web")).toBe(both);

  await pullpass(world.sandbox, ["undo", id, "--yes"]);
  await world.rest();
  expect(await account.policy("web")).not.toContain(ghcr);
  await account.iam.send(new UntagRoleCommand({ RoleName: "web", TagKeys: ["pullpass/ignore"] }));
  await world.sweep();
  expect(await account.policy("web")).toBe(both);
});

test("nothing is taken for agreed, and what cannot be undone stays with its reason", async () => {
  const { world, account, hub, both } = await granted();
  const none = await pullpass(world.sandbox, ["undo", "00000000", "--yes"]);
  expect(none.err).toContain("The ledger has no change 00000000.");
  const rewritten = await idOf(world, "normalization", "web");
  const silent = await pullpass(world.sandbox, ["undo", rewritten]);
  expect([silent.code, silent.err.includes("Nothing was changed")]).toEqual([1, true]);
  expect(await account.policy("web")).toBe(both);

  await world.untag(hub, "pullpass/projects");
  await world.rest();
  const left = await account.policy("web");
  const taken = await pullpass(world.sandbox, ["undo", await idOf(world, "revocation", hub), "--yes"]);
  expect(taken.code).toBe(1);
  expect(taken.out).toContain("cannot be undone");
  expect(taken.out).toContain("pullpass allow");
  expect(await account.policy("web")).toBe(left);

  await world.update("web", { credential: "another" });
  const changed = await pullpass(world.sandbox, ["undo", rewritten, "--yes"]);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain(
    "Somebody else changed project web since: it names another now, and stays so.",
  );
  expect((await account.environment("web"))?.registryCredential?.credential).toBe("another");
});

test("a grant is undone also while IAM still shows what was there before it", async () => {
  const iamLagMs = 10_000;
  const world = await createWorld({ iamLagMs });
  onTestFinished(() => world.rest());
  const { sandbox } = world;
  const account = accountOf(sandbox);
  const hub = await account.secret("registry/hub", "web");
  await world.role("web");
  await sandbox.clock.advance(iamLagMs);
  await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
  await sandbox.settle();
  const id = await idOf(world, "grant", hub);
  // The command's clock is the machine's.
  vi.useFakeTimers({ toFake: ["Date"], now: sandbox.clock.now() });
  onTestFinished(() => void vi.useRealTimers());
  const { out, code } = await pullpass(sandbox, ["undo", id, "--yes"]);
  expect(out).not.toContain("is undone already");
  expect(code).toBe(0);
  const own = sandbox.calls.filter(({ principal }) => principal.includes("Administrator"));
  expect(own.findLast(({ operation }) => operation.endsWith("RolePolicy"))?.operation).toBe(
    "DeleteRolePolicy",
  );
});
