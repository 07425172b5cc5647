import fc from "fast-check";
import { expect, test } from "vitest";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { propertyRuns } from "../support/property-runs.ts";
import {
  applied,
  everyProject,
  given,
  holding,
  planFor,
  project,
  recorded,
  region,
  role,
  secret,
  secretArn,
  takenAt,
} from "./support.ts";

const web = project("web");
const hub = secret("registry/hub");
const ours = rolePolicy([{ secret: hub.secret.arn, key: undefined }]).length;
const oursBound = rolePolicy([{ secret: hub.secret.arn, key: undefined, bound: everyProject }]).length;

/** A foreign policy of so many characters, white space not counted. */
function foreign(characters: number, space = ""): readonly [string, string] {
  const text = (path: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${path}` }],
    });
  return ["console", `${space}${text("x".repeat(characters - text("").length))}${space}`];
}

const sizes = [
  { foreign: 10_240 - oursBound, written: true, bound: true },
  { foreign: 10_240 - oursBound + 1, written: true, bound: false },
  { foreign: 10_240 - ours, written: true, bound: false },
  { foreign: 10_240 - ours + 1, written: false, bound: false },
];

test.each(sizes)(
  "beside $foreign characters of other policies, the grant is written: $written, and bound: $bound",
  ({ foreign: size, written, bound }) => {
    const world = given({
      projects: [web],
      secrets: [hub],
      role: { inlinePolicies: new Map([foreign(size, " \n\t".repeat(1_000))]) },
    });
    const plan = planFor(world);
    expect(plan.policy.kind).toBe(written ? "put" : "keep");
    expect(plan.grants).toHaveLength(written ? 1 : 0);
    expect(plan.grants.filter((grant) => grant.bound !== undefined)).toHaveLength(bound ? 1 : 0);
    expect(plan.updates).toHaveLength(written ? 1 : 0);
    const [said] = written
      ? [["grant-unbound", { kind: "role", arn: role }]]
      : [["policy-quota", { kind: "project", name: "web" }]];
    expect(plan.findings.map(({ rule, subject }) => [rule, subject])).toEqual(bound ? [] : [said]);
  },
);

/** More than the names of projects take. */
const big = secret(`registry/${"x".repeat(400)}`);
const many = Array.from({ length: 30 }, (_, i) => `registry/team-${i}`);
const held = many.map((name, i) => recorded(name, [`p${i}`]));
const others = many.map((name, i) =>
  project(`p${i}`, { credential: secretArn(name), pullCredentials: "SERVICE_ROLE" }),
);
const nearlyFull = new Map([...holding(held), foreign(10_240 - rolePolicy(held).length - 10)]);

test("a grant that does not fit leaves what the role has exactly as it is", () => {
  const plan = planFor(
    given({
      grants: held,
      role: { inlinePolicies: nearlyFull },
      projects: [...others, project("web", { credential: big.secret.name })],
      secrets: [...many.map((name) => secret(name)), big],
    }),
  );
  expect(plan.policy).toEqual({ kind: "keep" });
  expect(plan.changes).toEqual([]);
  expect(plan.grants).toHaveLength(30);
  expect(plan.findings.map(({ rule, subject }) => [rule, subject])).toEqual([
    ["policy-quota", { kind: "project", name: "web" }],
  ]);
});

test("a consent that is withdrawn takes effect also while another grant does not fit", () => {
  const [first, ...rest] = many;
  const plan = planFor(
    given({
      grants: held,
      role: { inlinePolicies: nearlyFull },
      projects: [...others, project("web", { credential: big.secret.name })],
      secrets: [...rest.map((name) => secret(name)), secret(first ?? "", { tags: {} }), big],
    }),
  );
  expect(plan.grants).toHaveLength(29);
  expect(plan.policy).toMatchObject({ kind: "put", policyName: `pullpass-${region}` });
  expect(plan.changes.map(({ kind }) => kind)).toEqual(["revocation"]);
  expect(plan.findings.map(({ rule }) => rule)).toEqual(["policy-quota", "secret-no-consent"]);
});

test("also when someone filled the role after taking pullpass's policy away", () => {
  const [first, ...rest] = many;
  const plan = planFor(
    given({
      grants: held,
      role: { inlinePolicies: new Map([foreign(10_240)]) },
      projects: others,
      secrets: [...rest.map((name) => secret(name)), secret(first ?? "", { tags: {} })],
    }),
  );
  expect(plan).toMatchObject({ grants: [], policy: { kind: "keep" } });
  expect(plan.changes.filter(({ kind }) => kind === "revocation")).toHaveLength(30);
  expect(plan.findings.filter(({ rule }) => rule === "policy-quota")).toHaveLength(29);
});

/** A role with room for some of these, and everything that could ask for it. */
const few = many.slice(0, 6);
const fewProjects = others.slice(0, 6);
const roomFor = (count: number) =>
  foreign(
    10_240 -
      rolePolicy(few.slice(0, count).map((name) => ({ secret: secretArn(name), key: undefined }))).length -
      20,
  );

test("what fits is granted, and who is left out is told", () => {
  const world = given({
    projects: fewProjects,
    secrets: few.map((name) => secret(name)),
    role: { inlinePolicies: new Map([roomFor(3)]) },
  });
  const plan = planFor(world);
  expect(plan.grants.map(({ secret: arn }) => arn)).toEqual(few.slice(0, 3).map((name) => secretArn(name)));
  const told = plan.findings.filter(({ rule }) => rule === "policy-quota");
  expect(told.map(({ subject }) => subject)).toEqual(
    ["p3", "p4", "p5"].map((name) => ({ kind: "project", name })),
  );
});

test("whatever the order of events, a sweep leaves the same grants", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(fewProjects, { minLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      (order, count) => {
        let world = given({
          projects: fewProjects,
          secrets: few.map((name) => secret(name)),
          role: { inlinePolicies: new Map([roomFor(count)]) },
        });
        for (const { name } of order) {
          const asked = { ...world, work: { projects: [name] } };
          world = applied(asked, planFor(asked), "2026-11-01T12:00:00.000Z");
        }
        const names = fewProjects.map(({ name }) => name);
        const swept = { ...world, work: { projects: names, listing: { startedAt: takenAt } } };
        const { grants } = planFor(swept);
        expect(grants.map(({ secret: arn }) => arn)).toEqual(
          few.slice(0, count).map((name) => secretArn(name)),
        );
        const after = applied(swept, planFor(swept));
        expect(planFor(after).changes).toEqual([]);
      },
    ),
    { numRuns: propertyRuns(30) },
  );
});
