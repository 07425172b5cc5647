import { expect, test } from "vitest";
import { given, holding, planFor, project, recorded, role, secret, secretArn, takenAt } from "./support.ts";

const unknown = { kind: "unknown", reason: "AccessDenied" } as const;
const arn = secretArn("registry/hub");
const grants = [recorded("registry/hub", ["web"])];
const hub = secret("registry/hub");
const held = { grants, role: { inlinePolicies: holding(grants) } };
const moved = project("web", { credential: "registry/quay" });
const ignored = project("web", { credential: undefined, tags: { "pullpass/ignore": "" } });

const cases = [
  {
    what: "the secret of a grant",
    world: given({
      ...held,
      projects: [moved],
      secrets: [secret("registry/quay")],
      lookups: { [arn]: unknown },
    }),
    lines: [`secret ${arn}: AccessDenied`],
  },
  {
    what: "the secret of a grant for an ignored project",
    world: given({ ...held, projects: [ignored], lookups: { [arn]: unknown } }),
    lines: [`secret ${arn}: AccessDenied`],
  },
  {
    what: "a project that only the ledger names",
    world: given({ ...held, secrets: [hub] }),
    lines: ["project web: it was not read"],
  },
  {
    what: "two projects and a secret",
    world: given({
      projects: [project("shop")],
      unread: { web: unknown, api: unknown },
      lookups: { "registry/hub": unknown },
    }),
    lines: ["project api: AccessDenied", "project web: AccessDenied", "secret registry/hub: AccessDenied"],
  },
  {
    what: "one secret of two projects",
    world: given({ projects: [project("shop"), project("web")], lookups: { "registry/hub": unknown } }),
    lines: ["secret registry/hub: AccessDenied"],
  },
  {
    what: "a project of an ignored role",
    world: given({ unread: { web: unknown }, role: { tags: { "pullpass/ignore": "" } } }),
    lines: [],
  },
  {
    what: "a project of a role that is gone",
    world: given({ unread: { web: unknown }, role: { kind: "absent" } }),
    lines: [],
  },
  {
    what: "a boundary that matters to one of two projects",
    world: given({
      projects: [project("api", { credential: undefined }), project("web")],
      secrets: [hub],
      role: { boundary: unknown },
    }),
    lines: [`permissions boundary of ${role}: AccessDenied`],
  },
  {
    what: "a boundary that matters to no project",
    world: given({ projects: [project("web", { credential: undefined })], role: { boundary: unknown } }),
    lines: [],
  },
];

test.each(cases)("unread $what: the work says $lines", ({ world, lines }) => {
  expect(planFor(world).unknowns).toEqual(lines);
});

test("a project that only the ledger names, and that was not read, keeps its grant", () => {
  expect(
    planFor(given({ ...held, secrets: [hub], work: { listing: { startedAt: takenAt } } })).grants,
  ).toHaveLength(1);
});

test("a secret whose key is gone is still the one that its project uses", () => {
  const broken = secret("registry/hub", { key: { kind: "absent", keyId: "k" } });
  const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });
  const listed = { ...held, projects: [web], secrets: [broken], work: { listing: { startedAt: takenAt } } };
  expect(planFor(given(listed))).toMatchObject({ changes: [], grants: [{ secret: arn }] });
});

const wanting = { projects: [project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" })] };

test.each([
  ["the role's boundary", { ...wanting, secrets: [hub], role: { boundary: unknown } }],
  ["the role's attached policies", { ...wanting, secrets: [hub], role: { managedPolicies: unknown } }],
  ["the role", { ...wanting, secrets: [hub], role: unknown }],
  ["the secret's own policy", { ...wanting, secrets: [secret("registry/hub", { policy: unknown })] }],
])("where %s could not be read, nothing is granted", (_, world) => {
  expect(planFor(given(world))).toMatchObject({ grants: [], changes: [], policy: { kind: "keep" } });
});

test("a role that could not be read keeps what it has, and is not taken for deleted", () => {
  const plan = planFor(given({ ...held, ...wanting, secrets: [hub], role: unknown }));
  expect(plan).toMatchObject({
    grants: [{ secret: arn }],
    changes: [],
    unknowns: [`role ${role}: AccessDenied`],
  });
});

test("what is withdrawn goes, also where something else about the role could not be read", () => {
  const withdrawn = secret("registry/hub", { tags: {} });
  const world = { ...wanting, grants, secrets: [withdrawn], role: { ...held.role, boundary: unknown } };
  const plan = planFor(given(world));
  expect(plan).toMatchObject({ grants: [], policy: { kind: "delete" } });
  expect(plan.changes.map(({ kind }) => kind)).toEqual(["revocation"]);
});
