import { expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { AccessDenied, NotFound, Refused, Throttled, Unavailable } from "../../packages/core/src/errors.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Writes } from "../../packages/core/src/ports.ts";
import { project, region, role, secret, secretArn } from "../plan/support.ts";
import { account, consent, planned, writesTo, writtenByHand } from "./account.ts";

const own = `pullpass-${region}`;
const hub = secretArn("registry/hub");

function web() {
  const world = account([project("web")], [secret("registry/hub")]);
  return { world, ledger: memoryLedger() };
}

const putPolicy = { call: "iam:PutRolePolicy", resource: "web-build" };
const updateProject = { call: "codebuild:UpdateProject", resource: "web" };

/** The policy cannot be written, or the projects cannot. */
function failing(writes: Writes, what: "roles" | "projects", error: Error): Writes {
  const fail = async () => {
    throw error;
  };
  return what === "roles"
    ? { ...writes, roles: { putPolicy: fail, deletePolicy: fail } }
    : { ...writes, projects: { ...writes.projects, updateEnvironment: fail } };
}

test("a project with consent gets its grant and its credential, and both are recorded and announced", async () => {
  const { world, ledger } = web();
  const plan = await planned(world, ledger, "e-1");
  const outcome = await apply(plan, writesTo(world, ledger));
  expect(outcome).toMatchObject({ applied: plan.changes, failed: [], proposed: [] });
  expect(world.policies.get(own)).toContain(hub);
  expect(world.policies.get("written-by-hand")).toBe(writtenByHand);
  expect(world.projects.get("web")).toMatchObject({ credential: hub, pullCredentials: "SERVICE_ROLE" });
  expect(await ledger.grants(role, region)).toMatchObject([{ secret: hub, projects: ["web"] }]);
  expect(ledger.changes().map(({ state, change }) => [state, change.kind])).toEqual([
    ["applied", "grant"],
    ["applied", "normalization"],
  ]);
  expect(ledger.notices()).toHaveLength(2);
});

test("no build sees the new reference without the permission", async () => {
  const { world, ledger } = web();
  const writes = writesTo(world, ledger);
  let policyThen: string | undefined;
  const watched: Writes = {
    ...writes,
    projects: {
      ...writes.projects,
      async updateEnvironment(...parameters) {
        policyThen = world.policies.get(own);
        await writes.projects.updateEnvironment(...parameters);
      },
    },
  };
  await apply(await planned(world, ledger, "e-1"), watched);
  expect(policyThen).toContain(hub);
});

test("a change is on record before it is made", async () => {
  const { world, ledger } = web();
  const writes = writesTo(world, ledger);
  const onRecord: string[] = [];
  const note = () => onRecord.push(...ledger.changes().map(({ state, change }) => `${state} ${change.kind}`));
  const watched: Writes = {
    ...writes,
    roles: {
      ...writes.roles,
      async putPolicy(...parameters) {
        note();
        await writes.roles.putPolicy(...parameters);
      },
    },
    projects: {
      ...writes.projects,
      async updateEnvironment(...parameters) {
        note();
        await writes.projects.updateEnvironment(...parameters);
      },
    },
  };
  await apply(await planned(world, ledger, "e-1"), watched);
  const both = ["planned grant", "planned normalization"];
  expect(onRecord).toEqual([...both, ...both]);
});

test("withdrawn consent takes the policy away", async () => {
  const { world, ledger } = web();
  await apply(await planned(world, ledger, "e-1"), writesTo(world, ledger));
  consent(world, "registry/hub", "");
  const outcome = await apply(await planned(world, ledger, "e-2"), writesTo(world, ledger));
  expect(outcome.applied.map(({ kind }) => kind)).toEqual(["revocation"]);
  expect([...world.policies.keys()]).toEqual(["written-by-hand"]);
  expect(await ledger.grants(role, region)).toEqual([]);
});

test("another project of the same grant is remembered, though nothing on the role changes", async () => {
  const { world, ledger } = web();
  await apply(await planned(world, ledger, "e-1"), writesTo(world, ledger));
  world.projects.set("api", project("api", { credential: hub, pullCredentials: "SERVICE_ROLE" }));
  const outcome = await apply(await planned(world, ledger, "e-2"), writesTo(world, ledger));
  expect(outcome.applied).toEqual([]);
  expect(await ledger.grants(role, region)).toMatchObject([{ secret: hub, projects: ["api", "web"] }]);
});

const byOrganization = new Error("not authorized with an explicit deny in a service control policy");
const forGood = [
  {
    what: "protects the role",
    error: new Refused(putPolicy, new Error("Cannot perform the operation on the protected role")),
    mender: "role owner",
  },
  {
    what: "denies it by a service control policy",
    error: new AccessDenied(putPolicy, byOrganization),
    mender: "organization",
  },
  {
    what: "denies it by pullpass's own policy",
    error: new AccessDenied(putPolicy, new Error("because no identity-based policy allows the action")),
    mender: "pullpass operator",
  },
  {
    what: "denies it, and says no more",
    error: new AccessDenied(putPolicy, new Error("no")),
    mender: "pullpass operator",
  },
];

test.each(forGood)(
  "a policy write that AWS refuses because it $what is told once, with who can mend it",
  async ({ error, mender }) => {
    const { world, ledger } = web();
    const again = async (cause: string) =>
      apply(await planned(world, ledger, cause), failing(writesTo(world, ledger), "roles", error));
    const outcome = await again("e-1");
    const refused = { rule: "change-refused", subject: { kind: "role" }, severity: "high", mender };
    expect(outcome).toMatchObject({
      applied: [],
      failed: [{ change: { kind: "grant" }, error: error.message }],
    });
    expect(ledger.notices()).toMatchObject([{ kind: "finding", state: "opened", finding: refused }]);
    expect(await ledger.grants(role, region)).toEqual([]);

    await again("e-2");
    await again("e-3");
    expect(ledger.notices()).toHaveLength(1);
    expect(ledger.changes()).toEqual([]);

    await apply(await planned(world, ledger, "e-4"), writesTo(world, ledger));
    expect(
      ledger
        .notices()
        .slice(1)
        .map(({ state }) => state),
    ).toEqual(["applied", "applied", "closed"]);
  },
);

test.each(forGood)("a project update that AWS refuses because it $what is told once", async ({ error }) => {
  const { world, ledger } = web();
  const again = async (cause: string) =>
    apply(await planned(world, ledger, cause), failing(writesTo(world, ledger), "projects", error));
  await again("e-1");
  await again("e-2");
  const finding = { rule: "change-refused", subject: { kind: "project", name: "web" } };
  const told = ledger.notices().filter(({ kind }) => kind === "finding");
  expect(told).toContainEqual(expect.objectContaining({ finding: expect.objectContaining(finding) }));
  expect(told).toHaveLength(1);
  await apply(await planned(world, ledger, "e-3"), writesTo(world, ledger));
  expect(ledger.notices().at(-1)).toMatchObject({ state: "closed", finding });
});

test("access that AWS does not let pullpass take away is told as what it is", async () => {
  const { world, ledger } = web();
  await apply(await planned(world, ledger, "e-1"), writesTo(world, ledger));
  consent(world, "registry/hub", "");
  const error = new AccessDenied(putPolicy, byOrganization);
  await apply(await planned(world, ledger, "e-2"), failing(writesTo(world, ledger), "roles", error));
  expect(ledger.notices().filter(({ kind }) => kind === "finding")).toContainEqual(
    expect.objectContaining({
      finding: expect.objectContaining({
        rule: "change-refused",
        severity: "high",
        title: `AWS refuses to let pullpass take access from the role ${role}.`,
      }),
    }),
  );
});

test("a project whose grant failed keeps its credential; one whose grant stands gets the new one", async () => {
  const { world, ledger } = web();
  await apply(await planned(world, ledger, "e-1"), writesTo(world, ledger));
  world.projects.set("api", project("api"));
  world.projects.set("shop", project("shop", { credential: "registry/quay" }));
  world.secrets.set("registry/quay", secret("registry/quay"));
  const refused = new Refused(putPolicy, new Error("no"));
  const writes = failing(writesTo(world, ledger), "roles", refused);
  const outcome = await apply(await planned(world, ledger, "e-2"), writes);
  expect(outcome.failed).toMatchObject([{ change: { kind: "grant" } }]);
  expect(outcome.applied).toMatchObject([{ kind: "normalization", project: "api" }]);
  expect(world.projects.get("api")?.credential).toBe(hub);
  expect(world.projects.get("shop")?.credential).toBe("registry/quay");
  expect(ledger.changes().filter(({ change }) => change.kind === "normalization")).toHaveLength(2);
});

test("a project that AWS refuses to update does not stop the others", async () => {
  const { world, ledger } = web();
  world.projects.set("api", project("api"));
  const writes = writesTo(world, ledger);
  const refused = new Refused(updateProject, new Error("Invalid VPC config"));
  const outcome = await apply(await planned(world, ledger, "e-1"), {
    ...writes,
    projects: {
      ...writes.projects,
      async updateEnvironment(where, name, environment) {
        if (name === "api") throw refused;
        await writes.projects.updateEnvironment(where, name, environment);
      },
    },
  });
  expect(outcome.failed).toMatchObject([{ change: { project: "api" } }]);
  expect(world.projects.get("web")?.credential).toBe(hub);
});

const passing = [
  { what: "denied and to be tried again soon", error: new AccessDenied(putPolicy, new Error("no")) },
  { what: "throttled", error: new Throttled(putPolicy, new Error("Rate exceeded")) },
  { what: "out of reach", error: new Unavailable(putPolicy, new Error("socket hang up")) },
  { what: "not found", error: new NotFound(putPolicy, new Error("no such role")) },
];

const soon = { again: true };

test.each(passing)("a policy write that is $what is thrown, and settled by the retry", async ({ error }) => {
  const { world, ledger } = web();
  world.projects.set("tools", project("tools", { image: "10.0.0.7/acme/tools" }));
  const work = () => planned(world, ledger, "e-1");
  await expect(apply(await work(), failing(writesTo(world, ledger), "roles", error), soon)).rejects.toBe(
    error,
  );
  expect(ledger.changes()).toMatchObject([{ state: "planned", change: { kind: "grant" } }]);
  expect(world.effects).toEqual([]);
  expect(ledger.notices()).toMatchObject([{ kind: "finding", finding: { rule: "registry-vpc-only" } }]);

  await apply(await work(), writesTo(world, ledger));
  expect(ledger.changes().map(({ state }) => state)).toEqual(["applied", "applied", "applied"]);
  expect(await ledger.unsettled(role, region)).toEqual([]);
});

test.each(passing)(
  "a project update that is $what does not undo the grant, and is tried again",
  async ({ error }) => {
    const { world, ledger } = web();
    const plan = await planned(world, ledger, "e-1");
    await expect(apply(plan, failing(writesTo(world, ledger), "projects", error), soon)).rejects.toBe(error);
    expect(world.policies.get(own)).toContain(hub);
    expect(ledger.changes().map(({ state }) => state)).toEqual(["applied", "planned"]);
    await apply(await planned(world, ledger, "e-1"), writesTo(world, ledger));
    expect(ledger.changes().map(({ state }) => state)).toEqual(["applied", "applied"]);
  },
);

test("several failures are thrown together", async () => {
  const { world, ledger } = web();
  world.projects.set("api", project("api"));
  const error = new Throttled(updateProject, new Error("Rate exceeded"));
  const applying = apply(
    await planned(world, ledger, "e-1"),
    failing(writesTo(world, ledger), "projects", error),
  );
  await expect(applying).rejects.toThrow(AggregateError);
  await expect(applying).rejects.toMatchObject({ errors: [error, error] });
});

test("in plan mode nothing is written, and a proposal is announced once", async () => {
  const { world, ledger } = web();
  for (const cause of ["e-1", "e-2"]) {
    const plan = await planned(world, ledger, cause, { mode: "plan" });
    const outcome = await apply(plan, writesTo(world, ledger));
    expect(outcome).toMatchObject({ applied: [], proposed: plan.changes });
  }
  expect(world.effects).toEqual([]);
  expect(await ledger.grants(role, region)).toEqual([]);
  expect(ledger.notices()).toMatchObject([
    { state: "proposed", change: { kind: "grant" } },
    { state: "proposed", change: { kind: "normalization" } },
  ]);
});

test("a project that somebody changed since it was looked at is not written, and no record is left of that", async () => {
  const { world, ledger } = web();
  const plan = await planned(world, ledger, "e-1");
  const theirs = { ...project("web"), tags: { owner: "ann" } };
  world.projects.set("web", theirs);
  await apply(plan, writesTo(world, ledger));
  expect(world.projects.get("web")).toEqual(theirs);
  expect(await ledger.unsettled(role, region)).toEqual([]);
  expect(ledger.changes().map(({ change }) => change.kind)).toEqual(["grant"]);
});
