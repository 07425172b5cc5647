/** Which projects a grant is for: what the secret's tags say, enforced by IAM. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Binding } from "../../packages/core/src/model/binding.ts";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { someSettings, worlds } from "./arbitraries.ts";
import {
  account,
  applied,
  everyProject,
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

const arn = secretArn("registry/hub");
const listing = { startedAt: takenAt };

function named(name: string, tags = {}) {
  return project(name, { credential: arn, pullCredentials: "SERVICE_ROLE", tags });
}

function consenting(tags: Readonly<Record<string, string>>) {
  return secret("registry/hub", { tags });
}

function boundTo(...names: readonly string[]): Binding {
  return {
    projects: names.map((name) => `arn:aws:codebuild:${region}:${account}:project/${name}`),
    strict: false,
  };
}

function held(projects: readonly string[], bound: Binding | undefined) {
  const { bound: _, ...free } = recorded("registry/hub", projects);
  const grants = [bound === undefined ? free : { ...free, bound }];
  return { grants, role: { inlinePolicies: holding(grants) } };
}

/** The condition of each statement that reads secrets, and what becomes of the grants. */
function conditionsIn({ policy }: Plan): readonly unknown[] {
  if (policy.kind !== "put") return [];
  const { Statement } = JSON.parse(policy.document);
  return Statement.flatMap((each: { Action: string; Condition?: unknown }) =>
    each.Action === "secretsmanager:GetSecretValue" ? [each.Condition] : [],
  );
}

interface Case {
  readonly tags: Readonly<Record<string, string>>;
  readonly says: Readonly<Record<string, readonly string[]>>;
}

const cases: readonly Case[] = [
  { tags: { "pullpass/projects": "pay-web" }, says: { ArnEqualsIfExists: ["pay-web"] } },
  { tags: { "pullpass/projects": "pay-web other" }, says: { ArnEqualsIfExists: ["pay-web"] } },
  { tags: { "pullpass/projects": "pay-web pay-api" }, says: { ArnEqualsIfExists: ["pay-api", "pay-web"] } },
  { tags: { "pullpass/projects": "prefix=pay-" }, says: { ArnLikeIfExists: ["pay-*"] } },
  { tags: { "pullpass/projects": "prefix=pay-w pay-api" }, says: { ArnLikeIfExists: ["pay-api", "pay-w*"] } },
  { tags: { "pullpass/projects": "prefix=pay-w prefix=pay-" }, says: { ArnLikeIfExists: ["pay-*"] } },
  { tags: { "pullpass/projects": "all" }, says: { ArnLikeIfExists: ["*"] } },
  { tags: { "pullpass/group": "pay" }, says: { ArnEqualsIfExists: ["pay-api", "pay-web"] } },
];

test.each(cases)("with the tags $tags, the grant is for $says", ({ tags, says }) => {
  const projects = ["pay-web", "pay-api"].map((name) => named(name, { "pullpass/group": "pay" }));
  const plan = planFor(given({ projects, secrets: [consenting(tags)] }));
  const [operator = "", names = []] = Object.entries(says)[0] ?? [];
  expect(conditionsIn(plan)).toEqual([
    { [operator]: { "codebuild:ProjectArn": boundTo(...names).projects } },
  ]);
});

test("strict shuts out requests that carry no project, and off binds nothing", () => {
  const world = given({ projects: [named("web")], secrets: [consenting({ "pullpass/projects": "web" })] });
  const { projects } = boundTo("web");
  expect(conditionsIn(planFor(world, { bindGrants: "strict" }))).toEqual([
    { ArnEquals: { "codebuild:ProjectArn": projects } },
  ]);
  expect(conditionsIn(planFor(world, { bindGrants: "off" }))).toEqual([undefined]);
});

test("what is for the same projects stands in one statement, and what is not in one of its own", () => {
  const plan = planFor(
    given({
      projects: [named("web"), project("api", { credential: "registry/quay" })],
      secrets: [
        consenting({ "pullpass/projects": "web" }),
        secret("registry/quay", { tags: { "pullpass/projects": "api" } }),
      ],
    }),
  );
  expect(conditionsIn(plan)).toEqual(
    ["api", "web"].map((name) => ({
      ArnEqualsIfExists: { "codebuild:ProjectArn": boundTo(name).projects },
    })),
  );
});

test("another project by name is added at once, and only that one is told of", () => {
  const world = given({
    ...held(["web"], boundTo("web")),
    projects: [named("api"), named("web")],
    secrets: [consenting({ "pullpass/projects": "api web" })],
  });
  const plan = planFor(world);
  expect(plan.changes).toMatchObject([
    {
      kind: "grant",
      reason: `Project api pulls its image with the secret ${arn}, and the secret's tags consent.`,
      grant: { projects: ["api"], bound: boundTo("api", "web") },
    },
  ]);
  expect(plan.grants).toMatchObject([{ projects: ["api", "web"], bound: boundTo("api", "web") }]);
});

test("a grant that is for more projects than before is not said to be for fewer", () => {
  const plan = planFor(
    given({
      ...held(["web"], boundTo("web")),
      projects: [named("web")],
      secrets: [consenting({ "pullpass/projects": "all" })],
    }),
  );
  expect(plan.changes).toHaveLength(1);
  expect(plan.changes[0]).not.toHaveProperty("narrows");
});

test("a project that the binding covers already is no change, and the policy stays as it is", () => {
  const plan = planFor(
    given({
      ...held(["pay-web"], boundTo("pay-*")),
      projects: [named("pay-api"), named("pay-web")],
      secrets: [consenting({ "pullpass/projects": "prefix=pay-" })],
    }),
  );
  expect(plan).toMatchObject({ changes: [], policy: { kind: "keep" } });
  expect(plan.grants[0]?.projects).toEqual(["pay-api", "pay-web"]);
});

const api = named("api");
const moved = project("api", { credential: undefined });
const deleted = { api: { kind: "absent" } } as const;
const losses = [
  { when: "its consent is withdrawn", world: { projects: [api, named("web")] }, tags: "web", at: "once" },
  {
    when: "its consent is withdrawn and the role ignored",
    world: { projects: [api, named("web")], role: { tags: { "pullpass/ignore": "" } } },
    tags: "web",
    at: "once",
  },
  {
    when: "it no longer names the secret",
    world: { projects: [moved, named("web")] },
    tags: "api web",
    at: "a listing",
  },
  {
    when: "it was deleted",
    world: { projects: [named("web")], unread: deleted },
    tags: "api web",
    at: "a listing",
  },
] as const;

test.each(losses)(
  "a project's name goes when $when, at $at; the others keep theirs",
  ({ world, tags, at }) => {
    const before = held(["api", "web"], boundTo("api", "web"));
    const role = { ...before.role, ...("role" in world ? world.role : {}) };
    const all = { ...before, ...world, role, secrets: [consenting({ "pullpass/projects": tags })] };
    const [now, listed] = [given(all), given({ ...all, work: { listing } })].map((each) => planFor(each));
    const told = {
      changes: [{ kind: "revocation", grant: { projects: ["api"], bound: boundTo("api") } }],
      grants: [{ projects: ["web"], bound: boundTo("web") }],
    };
    if (at === "once") expect(now).toMatchObject(told);
    else expect(now).toMatchObject({ changes: [], grants: [{ projects: ["api", "web"] }] });
    expect(listed).toMatchObject(told);
  },
);

test("a consent that is for fewer names takes the others' access at once", () => {
  const plan = planFor(
    given({
      ...held(["web"], everyProject),
      projects: [named("web")],
      secrets: [consenting({ "pullpass/projects": "web" })],
    }),
  );
  expect(plan.grants).toMatchObject([{ bound: boundTo("web") }]);
  expect(plan.changes).toMatchObject([
    { kind: "grant", narrows: true, reason: "The secret's tags name fewer projects than before." },
  ]);
});

test("a grant of an older version is bound by a listing of every project, and not by an event", () => {
  const world = {
    ...held(["web"], undefined),
    projects: [named("web")],
    secrets: [consenting({ "pullpass/projects": "web" })],
  };
  expect(planFor(given(world))).toMatchObject({ changes: [], policy: { kind: "keep" } });
  const plan = planFor(given({ ...world, work: { listing } }));
  expect(plan.grants).toMatchObject([{ bound: boundTo("web") }]);
  expect(plan.changes).toMatchObject([
    {
      kind: "grant",
      narrows: true,
      reason: "It is for the projects that the secret's tags name, and no longer for the whole role.",
    },
  ]);
});

test("a grant of an older version is bound at once where one of its projects loses the consent", () => {
  const plan = planFor(
    given({
      ...held(["api", "web"], undefined),
      projects: [named("api"), named("web")],
      secrets: [consenting({ "pullpass/projects": "web" })],
    }),
  );
  expect(plan.grants).toMatchObject([{ projects: ["web"], bound: boundTo("web") }]);
  expect(plan.changes.map(({ kind }) => kind)).toEqual(["grant", "revocation"]);
});

test("somebody who widens a binding in pullpass's policy is undone", () => {
  const widened = holding([recorded("registry/hub", ["web"], { bound: boundTo("intruder", "web") })]);
  const plan = planFor(
    given({
      ...held(["web"], boundTo("web")),
      role: { inlinePolicies: widened },
      projects: [named("web")],
      secrets: [consenting({ "pullpass/projects": "web" })],
    }),
  );
  expect(plan.policy).toMatchObject({
    kind: "put",
    document: rolePolicy([{ secret: arn, key: undefined, bound: boundTo("web") }]),
  });
  expect(plan.changes).toMatchObject([{ kind: "revocation", grant: { projects: ["intruder"] } }]);
});

test("a project of the role that the grant is not for lacks access, and is not said to be denied by others", () => {
  const world = given({
    ...held(["web"], boundTo("web")),
    projects: [named("api"), named("web")],
    secrets: [consenting({ "pullpass/projects": "web" })],
  });
  const { before } = planFor(world);
  expect(before.projects.get("web")?.verdict).toBe("pulls");
  expect(before.projects.get("api")?.verdict).toBe("fails");
  expect(before.projects.get("api")?.findings.map(({ rule }) => rule)).toEqual([
    "access-missing",
    "secret-no-consent",
  ]);
});

test("what a person is told to write into the role is for builds of the project alone, like a grant", () => {
  const { before } = planFor(given({ projects: [named("web")], secrets: [secret("registry/hub")] }));
  const missing = before.projects.get("web")?.findings.find(({ rule }) => rule === "access-missing");
  expect(missing?.remedy).toMatchObject([
    { statement: { Condition: { ArnEqualsIfExists: { "codebuild:ProjectArn": boundTo("web").projects } } } },
  ]);
});

test("where names do not fit, as few grants as possible are the whole role's, and that is said as long as it is so", () => {
  const group = Array.from({ length: 120 }, (_, i) =>
    named(`in-a-group-of-many-projects-${i}`, { "pullpass/group": "a" }),
  );
  const world = given({
    projects: [...group, project("web", { credential: "registry/quay" })],
    secrets: [
      consenting({ "pullpass/group": "a" }),
      secret("registry/quay", { tags: { "pullpass/projects": "web" } }),
    ],
    work: { listing },
  });
  const plan = planFor(world);
  expect(plan.grants.map(({ bound }) => bound)).toEqual([undefined, boundTo("web")]);
  const said = ["grant-unbound", "role-shared"].map((rule) => ({
    rule,
    evidence: expect.arrayContaining([["secret", arn]]),
  }));
  expect(plan.findings).toMatchObject(said);
  const settled = applied(world, plan);
  for (const work of [{ listing }, { listing: undefined }]) {
    expect(planFor({ ...settled, work })).toMatchObject({ changes: [], findings: said });
  }
  const strict = planFor(world, { bindGrants: "strict" });
  expect(strict.grants[0]?.bound).toEqual({ ...everyProject, strict: true });
  expect(strict.findings).toMatchObject(said);
});

test("no policy that is written lets a build read whose project the secret's tags do not name", () => {
  fc.assert(
    fc.property(worlds, someSettings, (world, over) => {
      const plan = planFor(world, over);
      const isLoose = over.bindGrants === "off" || plan.findings.some(({ rule }) => rule === "grant-unbound");
      if (plan.policy.kind !== "put" || isLoose) return;
      for (const grant of plan.grants) {
        const found = world.secrets.find(({ secret: { arn } }) => arn === grant.secret);
        if (found === undefined || world.lookups.size > 0 || grant.bound === undefined) continue;
        for (const name of ["api", "shop", "web"]) {
          const isReached = readsAs(grant.bound.projects, name);
          if (isReached) expect(mayBeNamed(found.secret.tags, name, world)).toBe(true);
        }
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

/** As IAM compares ARNs. */
function readsAs(patterns: readonly string[], name: string): boolean {
  const arnOfProject = `arn:aws:codebuild:${region}:${account}:project/${name}`;
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? arnOfProject.startsWith(pattern.slice(0, -1)) : pattern === arnOfProject,
  );
}

/** The few tags that the worlds use; a project that shows no tags may be in a group. */
function mayBeNamed(tags: Readonly<Record<string, string>>, name: string, world: World): boolean {
  const covers: Readonly<Record<string, readonly string[]>> = {
    all: ["api", "shop", "web"],
    web: ["web"],
    "api shop": ["api", "shop"],
    "prefix=w": ["web"],
    "prefix=s api": ["api", "shop"],
  };
  const read = world.projects.get(name);
  const group = tags["pullpass/group"] ?? "";
  const isGrouped = group !== "" && (read?.kind !== "known" || read.value.tags["pullpass/group"] === group);
  return isGrouped || (covers[tags["pullpass/projects"] ?? ""] ?? []).includes(name);
}
