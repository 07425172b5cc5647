import { expect, test } from "vitest";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import {
  applied,
  given,
  holding,
  planFor,
  project,
  recorded,
  region,
  secret,
  secretArn,
  takenAt,
  type World,
} from "./support.ts";

const hub = secret("registry/hub");
const web = project("web");
const fresh = given({ projects: [web], secrets: [hub] });
const grants = [recorded("registry/hub", ["web"])];
const settled = given({
  grants,
  role: { inlinePolicies: holding(grants) },
  projects: [project("web", { credential: hub.secret.arn, pullCredentials: "SERVICE_ROLE" })],
  secrets: [hub],
});

test("a change carries what a person wants to know", () => {
  const [grant, normalization] = planFor(fresh).changes;
  expect(grant).toMatchInlineSnapshot(`
    {
      "account": "111122223333",
      "causes": [
        {
          "actor": "arn:aws:iam::111122223333:user/ann",
          "event": "CreateProject",
          "id": "e-1",
          "time": "2026-11-24T12:00:00.000Z",
        },
      ],
      "grant": {
        "bound": {
          "projects": [
            "arn:aws:codebuild:eu-central-1:111122223333:project/*",
          ],
          "strict": false,
        },
        "key": undefined,
        "projects": [
          "web",
        ],
        "region": "eu-central-1",
        "role": "arn:aws:iam::111122223333:role/service-role/web-build",
        "secret": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
      },
      "id": "89bf6d315ae91250c04d2ce3f3f62b09",
      "kind": "grant",
      "outlook": [
        {
          "project": "web",
          "remains": [],
          "unseen": [
            "secret's value",
          ],
          "verdict": "pulls",
        },
      ],
      "policyBefore": "",
      "reason": "Project web pulls its image with the secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3, and the secret's tags consent.",
      "region": "eu-central-1",
      "role": "arn:aws:iam::111122223333:role/service-role/web-build",
    }
  `);
  expect(normalization).toMatchInlineSnapshot(`
    {
      "account": "111122223333",
      "after": {
        "credential": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
        "pullCredentials": "SERVICE_ROLE",
      },
      "before": {
        "credential": "registry/hub",
        "pullCredentials": "CODEBUILD",
      },
      "causes": [
        {
          "actor": "arn:aws:iam::111122223333:user/ann",
          "event": "CreateProject",
          "id": "e-1",
          "time": "2026-11-24T12:00:00.000Z",
        },
      ],
      "id": "2ab0c446da4d07f433e2c5a6b8dca0b7",
      "kind": "normalization",
      "managedBy": undefined,
      "outlook": [
        {
          "project": "web",
          "remains": [],
          "unseen": [
            "secret's value",
          ],
          "verdict": "pulls",
        },
      ],
      "project": "web",
      "reason": "Only the full ARN of a secret means the same secret in every Region and for good, and CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone.",
      "region": "eu-central-1",
      "role": "arn:aws:iam::111122223333:role/service-role/web-build",
      "round": 1,
    }
  `);
});

test("grants come before normalizations: no build sees the new reference without the permission", () => {
  const plan = planFor(
    given({
      projects: [project("api", { credential: "registry/quay" }), web],
      secrets: [hub, secret("registry/quay")],
    }),
  );
  expect(plan.changes.map(({ kind }) => kind)).toEqual(["grant", "grant", "normalization", "normalization"]);
});

test("a plan that was carried out leaves nothing to do", () => {
  const after = applied(fresh, planFor(fresh));
  expect(planFor(after)).toMatchObject({
    changes: [],
    updates: [],
    policy: { kind: "keep" },
    grants: planFor(fresh).grants,
  });
});

test("a retry of the same work plans the same changes, also when the policy was already written", () => {
  const first = planFor(fresh);
  const crashed: World = { ...applied(fresh, first), grants: [] };
  const retry = planFor(crashed);
  expect(retry.policy).toEqual({ kind: "keep" });
  expect(retry.changes.map(({ id }) => id)).toEqual(
    first.changes.filter(({ kind }) => kind === "grant").map(({ id }) => id),
  );
});

test("the same change for another cause later is another change", () => {
  const later: World = {
    ...fresh,
    work: { causes: [{ id: "e-2", event: "TagResource", actor: "unknown", time: "2026-11-25T00:00:00Z" }] },
  };
  const ids = [fresh, later].flatMap((world) => planFor(world).changes.map(({ id }) => id));
  expect(new Set(ids).size).toBe(4);
});

test("the same revocation of a grant that was made anew is another change", () => {
  const ids = ["2026-10-24T12:00:00.000Z", "2026-11-01T12:00:00.000Z"].map((since) => {
    const some = [recorded("registry/hub", ["web"], { since })];
    const withdrawn = secret("registry/hub", { tags: {} });
    const world = given({
      grants: some,
      role: { inlinePolicies: holding(some) },
      projects: [web],
      secrets: [withdrawn],
    });
    return planFor(world).changes[0]?.id;
  });
  expect(ids[0]).not.toBe(ids[1]);
});

test("grants come in the order of their secrets", () => {
  const names = ["registry/c", "registry/a", "registry/b"];
  const plan = planFor(
    given({
      projects: names.map((name, i) => project(`p${i}`, { credential: name })),
      secrets: names.map((name) => secret(name)),
    }),
  );
  expect(plan.grants.map(({ secret: arn }) => arn)).toEqual([...names].sort().map((name) => secretArn(name)));
});

test("a cause that is named twice, or in another order, makes no other change", () => {
  const cause = (id: string) => ({
    id,
    event: "TagResource",
    actor: "unknown",
    time: "2026-11-25T00:00:00Z",
  });
  const ids = (...names: string[]) =>
    planFor({ ...fresh, work: { causes: names.map(cause) } }).changes.map(({ id }) => id);
  expect(ids("a", "b")).toEqual(ids("b", "a", "b"));
});

test("another project for a secret that the role may already read changes nothing on the role", () => {
  const world = given({
    grants,
    role: { inlinePolicies: holding(grants) },
    projects: ["api", "web"].map((name) =>
      project(name, { credential: hub.secret.arn, pullCredentials: "SERVICE_ROLE" }),
    ),
    secrets: [hub],
  });
  const plan = planFor(world);
  expect(plan.grants.map(({ projects }) => projects)).toEqual([["api", "web"]]);
  expect(plan).toMatchObject({ changes: [], policy: { kind: "keep" } });
});

const canonical = rolePolicy(grants);
const edits = [
  { edit: "removed", policy: undefined },
  { edit: "widened", policy: canonical.replace("secretsmanager:GetSecretValue", "secretsmanager:*") },
  { edit: "emptied", policy: '{"Version":"2012-10-17","Statement":[]}' },
  { edit: "broken", policy: "no JSON" },
  { edit: "reformatted", policy: `${canonical}\n` },
];

test.each(edits)(
  "its own policy, $edit by someone else, is repaired, and that is announced",
  ({ policy }) => {
    const inlinePolicies = new Map(policy === undefined ? [] : [[`pullpass-${region}`, policy]]);
    const role = given({ role: { inlinePolicies } }).role;
    const plan = planFor({ ...settled, role });
    expect(plan.policy).toMatchObject({ kind: "put", document: canonical, before: policy });
    expect(plan.changes).toMatchObject([
      { kind: "grant", reason: "The policy that grants it was changed or removed by someone else." },
    ]);
  },
);

test("a secret that a crash left in the policy goes with the next listing, and that is announced", () => {
  const left = [...grants, recorded("registry/quay", ["gone"])];
  const role = given({ role: { inlinePolicies: holding(left) } }).role;
  expect(planFor({ ...settled, role })).toMatchObject({ policy: { kind: "keep" }, changes: [] });
  const plan = planFor({ ...settled, role, work: { ...settled.work, listing: { startedAt: takenAt } } });
  expect(plan.policy).toMatchObject({ kind: "put", document: canonical });
  expect(plan.changes).toMatchObject([
    { kind: "revocation", grant: { secret: secretArn("registry/quay"), projects: [] } },
  ]);
});

test("a grant that someone else removed, and that nobody certainly needs, does not come back", () => {
  const unknown = { kind: "unknown", reason: "AccessDenied" } as const;
  const removed = given({ grants, unread: { web: unknown }, secrets: [hub] });
  const plan = planFor(removed);
  expect(plan).toMatchObject({ grants: [], policy: { kind: "keep" } });
  expect(plan.changes).toMatchObject([
    { kind: "revocation", reason: "Someone else removed it from the role's policy." },
  ]);
  const doubted = given({ grants, projects: [web], secrets: [hub], role: { boundary: unknown } });
  expect(planFor(doubted)).toMatchObject({ changes: [], policy: { kind: "keep" } });
});

test("a policy under pullpass's name that somebody else wrote, on a role without grants, goes, and is told as that", () => {
  const text = "{}";
  const foreign = given({ role: { inlinePolicies: new Map([[`pullpass-${region}`, text]]) } });
  expect(planFor(foreign)).toMatchObject({
    changes: [{ kind: "restoration", policyName: `pullpass-${region}`, policyBefore: text }],
    policy: { kind: "delete", before: text },
  });
  const ignored = given({
    role: { inlinePolicies: new Map([[`pullpass-${region}`, text]]), tags: { "pullpass/ignore": "yes" } },
  });
  expect(planFor(ignored)).toMatchObject({ changes: [], policy: { kind: "keep" } });
});
