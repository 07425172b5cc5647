import { expect, test } from "vitest";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { Known } from "../../packages/core/src/model/known.ts";
import { given, planFor, project, role, roleState, secret, takenAt, trustOf } from "./support.ts";

const web = { kind: "project", name: "web" } as const;
const theRole = { kind: "role", arn: role } as const;
const hub = secret("registry/hub");
const unknown = { kind: "unknown", reason: "AccessDenied" } as const;
const elsewhere = project("web", { role: parseRoleArn("arn:aws:iam::111122223333:role/other") });

const cases = [
  {
    when: "all is well",
    world: given({ projects: [project("web")], secrets: [hub] }),
    examined: [web, theRole],
  },
  {
    when: "the project has no credential",
    world: given({ projects: [project("web", { credential: undefined })] }),
    examined: [web, theRole],
  },
  {
    when: "the project is deleted",
    world: given({ unread: { web: { kind: "absent" } } }),
    examined: [web, theRole],
  },
  { when: "the project moved to another role", world: given({ projects: [elsewhere] }), examined: [theRole] },
  { when: "the project could not be read", world: given({ unread: { web: unknown } }), examined: [theRole] },
  {
    when: "the secret could not be read",
    world: given({ projects: [project("web")], lookups: { "registry/hub": unknown } }),
    examined: [theRole],
  },
  {
    when: "the boundary could not be read",
    world: given({ projects: [project("web")], secrets: [hub], role: { boundary: unknown } }),
    examined: [],
  },
  {
    when: "the boundary could not be read, and nothing hangs on it",
    world: given({ projects: [project("web")], role: { boundary: unknown } }),
    examined: [web, theRole],
  },
  {
    when: "the role could not be read",
    world: given({ projects: [project("web")], secrets: [hub], role: unknown }),
    examined: [],
  },
  {
    when: "the role is ignored",
    world: given({ projects: [project("web")], secrets: [hub], role: { tags: { "pullpass/ignore": "" } } }),
    examined: [web, theRole],
  },
  {
    when: "the role is gone",
    world: given({ projects: [project("web")], secrets: [hub], role: { kind: "absent" } }),
    examined: [web, theRole],
  },
];

test.each(cases)("when $when, findings are settled for $examined", ({ world, examined }) => {
  expect(planFor(world).examined).toEqual(examined);
});

test("what is wrong with a role is not closed by a look at a project that needs nothing of it", () => {
  const state: Known<ReturnType<typeof roleState>> = {
    kind: "known",
    value: roleState({ trust: trustOf("lambda.amazonaws.com") }),
  };
  const idle = { ...given({ projects: [project("web", { credential: undefined })] }), role: state };
  expect(planFor(idle).examined).toEqual([web]);
  expect(planFor({ ...idle, work: { listing: { startedAt: takenAt } } }).examined).toEqual([web, theRole]);
});

test("what is certain is found also where something else is unknown", () => {
  const bad = project("web", { image: "10.0.0.7/x" });
  const plan = planFor(given({ projects: [bad], lookups: { "registry/hub": unknown } }));
  expect(plan.findings.map(({ rule }) => rule)).toEqual(["registry-vpc-only"]);
  expect(plan.examined).toEqual([theRole]);
});
