import { expect, test } from "vitest";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { RecordedGrant } from "../../packages/core/src/model/change.ts";
import {
  given,
  holding,
  planFor,
  project,
  recorded,
  role,
  secret,
  secretArn,
  takenAt,
  type World,
} from "./support.ts";

const arn = secretArn("registry/hub");
const grants = [recorded("registry/hub", ["web"])];
const held = { grants, role: { inlinePolicies: holding(grants) } };
const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });
const hub = secret("registry/hub");
const listing = { startedAt: takenAt };
const moved = project("web", { role: otherRole() });
const withdrawn = secret("registry/hub", { tags: { "pullpass/projects": "api" } });

interface Case {
  readonly when: string;
  readonly world: Parameters<typeof given>[0];
  readonly access: "stays" | "is gone";
  readonly listed?: "stays" | "is gone";
}

const cases: readonly Case[] = [
  { when: "nothing changed", world: { projects: [web], secrets: [hub] }, access: "stays" },
  { when: "the consent is withdrawn", world: { projects: [web], secrets: [withdrawn] }, access: "is gone" },
  {
    when: "all tags are removed",
    world: { projects: [web], secrets: [secret("registry/hub", { tags: {} })] },
    access: "is gone",
  },
  {
    when: "the secret is scheduled for deletion",
    world: { projects: [web], secrets: [secret("registry/hub", { deletion: "pending" })] },
    access: "is gone",
  },
  { when: "the secret is deleted", world: { projects: [web] }, access: "is gone" },
  {
    when: "the secret could not be read",
    world: { projects: [web], lookups: { [arn]: { kind: "unknown", reason: "AccessDenied" } } },
    access: "stays",
  },
  {
    when: "the project could not be read",
    world: { unread: { web: { kind: "unknown", reason: "throttled" } }, secrets: [hub] },
    access: "stays",
  },
  {
    when: "the project could not be read and nobody has consent any more",
    world: {
      unread: { web: { kind: "unknown", reason: "throttled" } },
      secrets: [secret("registry/hub", { tags: {} })],
    },
    access: "is gone",
  },
  {
    when: "the project is deleted",
    world: { unread: { web: { kind: "absent" } }, secrets: [hub] },
    access: "stays",
    listed: "is gone",
  },
  {
    when: "the project is deleted, and the consent was for its group",
    world: {
      unread: { web: { kind: "absent" } },
      secrets: [secret("registry/hub", { tags: { "pullpass/group": "a" } })],
    },
    access: "stays",
    listed: "is gone",
  },
  {
    when: "the project is deleted and its name has no consent",
    world: { unread: { web: { kind: "absent" } }, secrets: [withdrawn] },
    access: "is gone",
  },
  {
    when: "the project uses another role",
    world: { projects: [moved], secrets: [hub] },
    access: "stays",
    listed: "is gone",
  },
  {
    when: "the project uses another role and the consent is withdrawn",
    world: { projects: [moved], secrets: [withdrawn] },
    access: "is gone",
  },
  {
    when: "the project has no credential any more",
    world: { projects: [project("web", { credential: undefined })], secrets: [hub] },
    access: "stays",
    listed: "is gone",
  },
  {
    when: "the project uses a curated image",
    world: {
      projects: [project("web", { image: "aws/codebuild/standard:7.0", credential: arn })],
      secrets: [hub],
    },
    access: "stays",
    listed: "is gone",
  },
  {
    when: "the project's new credential could not be read",
    world: {
      projects: [project("web", { credential: "new" })],
      secrets: [hub],
      lookups: { new: { kind: "unknown", reason: "throttled" } },
    },
    access: "stays",
  },
  {
    when: "the project is ignored and the consent withdrawn",
    world: { projects: [{ ...web, tags: { "pullpass/ignore": "true" } }], secrets: [withdrawn] },
    access: "is gone",
  },
  {
    when: "the role is ignored and the consent withdrawn",
    world: {
      projects: [web],
      secrets: [withdrawn],
      role: { inlinePolicies: holding(grants), tags: { "pullpass/ignore": "true" } },
    },
    access: "is gone",
  },
  {
    when: "the role and the project are ignored, and the secret is about to be deleted",
    world: {
      projects: [{ ...web, tags: { "pullpass/ignore": "" } }],
      secrets: [secret("registry/hub", { deletion: "pending" })],
      role: { inlinePolicies: holding(grants), tags: { "pullpass/ignore": "true" } },
    },
    access: "is gone",
  },
  {
    when: "the role is ignored, and the owner consents still",
    world: {
      projects: [web],
      secrets: [hub],
      role: { inlinePolicies: holding(grants), tags: { "pullpass/ignore": "true" } },
    },
    access: "stays",
  },
  {
    when: "the role is ignored, and its project now uses another role",
    world: {
      projects: [{ ...web, role: parseRoleArn("arn:aws:iam::111122223333:role/other") }],
      secrets: [hub],
      role: { inlinePolicies: holding(grants), tags: { "pullpass/ignore": "true" } },
    },
    access: "stays",
    listed: "is gone",
  },
  {
    when: "the role is ignored, its project was deleted, and the consent withdrawn",
    world: {
      unread: { web: { kind: "absent" } },
      secrets: [withdrawn],
      role: { inlinePolicies: holding(grants), tags: { "pullpass/ignore": "true" } },
    },
    access: "is gone",
  },
  {
    when: "the secret's key could not be read",
    world: {
      projects: [web],
      secrets: [secret("registry/hub", { key: { kind: "unknown", reason: "AccessDenied", keyId: "k" } })],
    },
    access: "stays",
  },
];

test.each(cases)(
  "when $when, access $access at once, and with a listing $listed",
  ({ world, access, listed }) => {
    expect(accessIn(given({ ...held, ...world }))).toBe(access);
    expect(accessIn(given({ ...held, ...world, work: { listing } }))).toBe(listed ?? access);
  },
);

function accessIn(world: World): string {
  const plan = planFor(world);
  const gone = plan.grants.length === 0;
  const isNarrower = world.secrets.some(({ secret: { tags } }) => tags["pullpass/group"] === "a");
  expect(plan.policy.kind).toBe(gone ? "delete" : isNarrower ? "put" : "keep");
  expect(plan.changes.filter((change) => change.kind === "revocation")).toHaveLength(gone ? 1 : 0);
  return gone ? "is gone" : "stays";
}

test("a listing removes only grants that are older than itself, by more than clocks may differ", () => {
  const ages: readonly [since: string, kept: number][] = [
    ["2026-11-24T11:59:00Z", 0],
    ["2026-11-24T11:59:58Z", 1],
    [takenAt, 1],
    ["2026-11-24T12:00:00.001Z", 1],
    ["not a date", 1],
  ];
  for (const [since, kept] of ages) {
    const young = [recorded("registry/hub", ["web"], { since })];
    const plan = planFor(
      given({ ...heldOf(young), unread: { web: { kind: "absent" } }, secrets: [hub], work: { listing } }),
    );
    expect(plan.grants, since).toHaveLength(kept);
  }
});

test("a grant stays for the projects that still need it, without a notice", () => {
  const shared = [recorded("registry/hub", ["api", "web"])];
  const plan = planFor(
    given({
      ...heldOf(shared),
      projects: [web],
      unread: { api: { kind: "absent" } },
      secrets: [hub],
      work: { listing },
    }),
  );
  expect(plan.grants.map((grant) => grant.projects)).toEqual([["web"]]);
  expect(plan.changes).toEqual([]);
});

test("a secret that was made anew under its old name takes the place of the old one", () => {
  const anew = secret("registry/hub", { suffix: "z9y8x7" });
  const plan = planFor(
    given({
      ...held,
      projects: [web],
      secrets: [anew],
      lookups: { [arn]: { kind: "recreated", found: anew, staleArn: arn } },
    }),
  );
  expect(plan.grants.map((grant) => grant.secret)).toEqual([anew.secret.arn]);
  expect(plan.changes.map((change) => change.kind)).toEqual(["grant", "revocation", "normalization"]);
  expect(plan.findings).toEqual([]);
});

test("a role that is gone loses its grants in the ledger; there is no policy left to write", () => {
  const plan = planFor(given({ grants, role: { kind: "absent" }, projects: [web], secrets: [hub] }));
  expect(plan.grants).toEqual([]);
  expect(plan.policy).toEqual({ kind: "keep" });
  expect(plan.changes).toMatchObject([{ kind: "revocation", reason: "The role was deleted." }]);
  expect(plan.unknowns).toEqual([]);
});

test("a revocation says why", () => {
  const reasons = (world: Parameters<typeof given>[0]) =>
    planFor(given({ ...held, ...world, work: { listing } })).changes.map((change) => change.reason);
  expect(reasons({ projects: [web], secrets: [withdrawn] })).toMatchInlineSnapshot(`
    [
      "The tags of the secret registry/hub no longer consent to project web.",
    ]
  `);
  expect(reasons({ projects: [web] })).toMatchInlineSnapshot(`
    [
      "The secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 was deleted.",
    ]
  `);
  expect(reasons({ unread: { web: { kind: "absent" } }, secrets: [hub] })).toMatchInlineSnapshot(`
    [
      "Project web was deleted.",
    ]
  `);
  expect(reasons({ projects: [moved], secrets: [hub] })).toMatchInlineSnapshot(`
    [
      "Project web now uses another role.",
    ]
  `);
  expect(
    reasons({ projects: [project("web", { credential: undefined })], secrets: [hub] }),
  ).toMatchInlineSnapshot(`
    [
      "Project web no longer uses the secret.",
    ]
  `);
});

function heldOf(some: readonly RecordedGrant[]) {
  return { grants: some, role: { inlinePolicies: holding(some) } };
}

function otherRole(): typeof role {
  const [prefix] = role.split("/");
  return parseRoleArn(`${prefix}/other`);
}

const quay = recorded("registry/quay", ["web"]);
const pullsQuay = project("web", { credential: quay.secret, pullCredentials: "SERVICE_ROLE" });

test("a grant that somebody took from the policy, and that no project needs, does not come back", () => {
  const role = { inlinePolicies: holding([quay]) };
  const secrets = [hub, secret("registry/quay")];
  const plan = planFor(given({ grants: [...grants, quay], role, projects: [pullsQuay], secrets }));
  expect(plan.grants.map(({ secret }) => secret)).toEqual([quay.secret]);
  expect(JSON.stringify(plan.policy)).not.toContain(arn);
  expect(plan.changes).toMatchObject([{ kind: "revocation", grant: { secret: arn } }]);
});

test("a secret in the policy and not in the ledger stays until every project was listed, and then goes", () => {
  const role = { inlinePolicies: holding([...grants, quay]) };
  const world = { grants: [quay], role, projects: [pullsQuay], secrets: [hub, secret("registry/quay")] };
  expect(planFor(given(world)).policy).toMatchObject({ kind: "keep" });
  const listed = planFor(given({ ...world, work: { listing } }));
  expect(listed.policy.kind).toBe("put");
  expect(JSON.stringify(listed.policy)).toContain(quay.secret);
  expect(listed.policy.kind === "put" && listed.policy.document).not.toContain(arn);
});
