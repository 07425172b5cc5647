/** IAM may show what was there before pullpass's own write: then the ledger knows better. */
import { expect, test } from "vitest";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import {
  everyProject,
  given,
  planFor,
  project,
  recorded,
  region,
  secret,
  secretArn,
  takenAt,
} from "./support.ts";

const own = `pullpass-${region}`;
const hub = secretArn("registry/hub");
const quay = secretArn("registry/quay");
const shown = (...secrets: (typeof hub)[]) =>
  secrets.length === 0
    ? new Map<string, string>()
    : new Map([
        [own, rolePolicy(secrets.map((each) => ({ secret: each, key: undefined, bound: everyProject })))],
      ]);

const minutesAgo = (minutes: number) => new Date(Date.parse(takenAt) - minutes * 60_000).toISOString();

/** The ledger has `hub` for web, written so many minutes ago; IAM shows what it shows. */
function world(minutes: number, policies: ReadonlyMap<string, string>, causes: object[] = []) {
  const done = { pullCredentials: "SERVICE_ROLE" } as const;
  return given({
    role: { inlinePolicies: policies },
    projects: [project("web", { credential: hub, ...done }), project("api", { credential: quay, ...done })],
    secrets: [secret("registry/hub"), secret("registry/quay")],
    grants: [recorded("registry/hub", ["web"])],
    policyWritten: { at: minutesAgo(minutes), taken: [quay] },
    work: causes.length === 0 ? {} : { causes: causes as never },
  });
}

const told = (plan: ReturnType<typeof planFor>) =>
  plan.changes.map((change) => `${change.kind} ${"grant" in change ? change.grant.secret : ""}`);

test("an old read takes nothing from a grant that was just written, and says nothing of it", () => {
  const plan = planFor(world(1, shown()));
  expect(told(plan)).toEqual([`grant ${quay}`]);
  expect(plan.policy).toMatchObject({ kind: "put", document: shown(hub, quay).get(own) });
});

test("nor does it where the secret's consent cannot be read", () => {
  const lookups = { [hub]: { kind: "unknown", reason: "throttled" } } as const;
  const plan = planFor({ ...world(1, shown()), lookups: new Map(Object.entries(lookups)) });
  expect(told(plan)).toEqual([`grant ${quay}`]);
  expect(plan.policy).toMatchObject({ document: shown(hub, quay).get(own) });
});

test("an old read that shows what was just taken revokes it no second time", () => {
  const before = { ...world(1, shown(hub, quay)), projects: new Map(world(1, shown()).projects) };
  before.projects.delete("api");
  const plan = planFor(before);
  expect(told(plan)).toEqual([]);
  expect(plan.policy).toMatchObject({ document: shown(hub).get(own) });
});

test("what somebody else granted by pullpass's policy is left to a listing, also right after a write", () => {
  const ghcr = secretArn("registry/ghcr");
  for (const minutes of [1, 30]) {
    const plan = planFor(world(minutes, shown(hub, ghcr)));
    expect(told(plan)).toEqual([`grant ${quay}`]);
    expect(plan.policy).toMatchObject({ document: shown(hub, quay, ghcr).get(own) });
  }
  const { work, ...rest } = world(30, shown(hub, ghcr));
  const listing = { startedAt: takenAt };
  expect(told(planFor({ ...rest, work: { ...work, listing } }))).toContain(`revocation ${ghcr}`);
});

test("a policy that pullpass never wrote is no old one: someone edited it", () => {
  const edited = new Map([[own, '{"Version":"2012-10-17","Statement":[]}']]);
  expect(told(planFor(world(1, edited)))).toContain(`grant ${hub}`);
});

test.each([
  { story: "a while after the write", minutes: 16, causes: [] },
  {
    story: "after an event that names the policy",
    minutes: 1,
    causes: [{ id: "e", event: "DeleteRolePolicy", actor: "ann", time: takenAt, policy: own }],
  },
])("what someone else took is given again, and that is said: $story", ({ minutes, causes }) => {
  expect(told(planFor(world(minutes, shown(), causes)))).toContain(`grant ${hub}`);
});

test("a role that IAM does not show right after the write is not gone", () => {
  const plan = planFor({ ...world(1, shown()), role: { kind: "absent" } });
  expect({ changes: plan.changes, grants: plan.grants.length }).toEqual({ changes: [], grants: 1 });
  expect(plan.unknowns).toHaveLength(1);
  expect(planFor({ ...world(16, shown()), role: { kind: "absent" } }).changes).toMatchObject([
    { kind: "revocation", reason: "The role was deleted." },
  ]);
});
