/** Who reads by a grant although no owner named them, and what is said and done about it. */
import { expect, test } from "vitest";
import {
  account,
  given,
  holding,
  planFor,
  project,
  recorded,
  region,
  secret,
  secretArn,
  takenAt,
  trustOf,
} from "./support.ts";

const arn = secretArn("registry/hub");
const hub = secret("registry/hub", { tags: { "pullpass/projects": "web" } });
const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });
const deploy = project("deploy", { credential: undefined });
const { bound: _, ...free } = recorded("registry/hub", ["web"]);
const listing = { startedAt: takenAt };
const deployer = `arn:aws:iam::${account}:role/deployer`;

function admitting(...more: readonly object[]) {
  const codeBuild = {
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  return { trust: { Version: "2012-10-17", Statement: [codeBuild, ...more] } };
}

function allowing(Principal: unknown, more: object = {}) {
  return { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more };
}

test("a grant that is the whole role's is said of each project that reads by it without consent", () => {
  const world = {
    grants: [free],
    role: { inlinePolicies: holding([free]) },
    projects: [deploy, web],
    secrets: [hub],
  };
  const plan = planFor(given(world), { bindGrants: "off" });
  expect(plan.findings).toMatchObject([
    {
      rule: "role-shared",
      severity: "high",
      subject: { kind: "project", name: "deploy" },
      title:
        "Project deploy may read the secret registry/hub with its role, and the secret does not consent to it.",
      evidence: expect.arrayContaining([["secret", arn]]),
    },
  ]);
  // The sweep binds it: then nothing is left to say.
  expect(planFor(given({ ...world, work: { listing } })).findings).toEqual([]);
});

const trusts = [
  { who: "CodeBuild alone", role: { trust: trustOf("codebuild.amazonaws.com") }, others: [] },
  { who: "another role", role: admitting(allowing({ AWS: deployer })), others: [deployer] },
  {
    who: "another service, and an account",
    role: admitting(allowing({ Service: "codepipeline.amazonaws.com", AWS: "444455556666" })),
    others: ["444455556666", "codepipeline.amazonaws.com"],
  },
  {
    who: "an identity provider",
    role: admitting(
      allowing(
        { Federated: `arn:aws:iam::${account}:oidc-provider/x` },
        { Action: "sts:AssumeRoleWithWebIdentity" },
      ),
    ),
    others: [`arn:aws:iam::${account}:oidc-provider/x`],
  },
  { who: "everybody, too", role: admitting(allowing("*")), others: ["everybody"] },
  {
    who: "a role that another statement denies",
    role: admitting(allowing({ AWS: deployer }), { ...allowing({ AWS: deployer }), Effect: "Deny" }),
    others: [],
  },
  {
    who: "somebody who may only tag sessions",
    role: admitting(allowing({ AWS: deployer }, { Action: "sts:TagSession" })),
    others: [],
  },
] as const;

test.each(trusts)("a trust policy that admits $who names $others", ({ role, others }) => {
  const world = given({ projects: [web], secrets: [hub], role });
  const plan = planFor(world);
  expect(plan.grants).toHaveLength(1);
  expect(plan.findings.map(({ rule, subject }) => [rule, subject.kind])).toEqual(
    others.length === 0 ? [] : [["role-shared", "role"]],
  );
  const named = plan.findings[0]?.evidence.flatMap(([label, value]) =>
    label === "may assume it" ? [value] : [],
  );
  expect(named ?? []).toEqual(others);
});

test("the notice of the grant says who else reads by it", () => {
  const plan = planFor(
    given({ projects: [web], secrets: [hub], role: admitting(allowing({ AWS: deployer })) }),
  );
  expect(plan.changes).toMatchObject([
    {
      kind: "grant",
      sharedWith: [
        `Others than CodeBuild may assume the role web-build, and read registry secrets as it: ${deployer}.`,
      ],
    },
  ]);
});

test("a strict binding shuts others out, and nothing is said of them", () => {
  const world = given({ projects: [web], secrets: [hub], role: admitting(allowing({ AWS: deployer })) });
  const plan = planFor(world, { bindGrants: "strict" });
  expect(plan.grants).toHaveLength(1);
  expect(plan.findings).toEqual([]);
  expect(planFor(world, { bindGrants: "strict", sharedRoles: "refuse" }).grants).toHaveLength(1);
});

test("where shared roles are refused, one gets nothing new, keeps what it has, and loses what is withdrawn", () => {
  const bound = { projects: [`arn:aws:codebuild:${region}:${account}:project/web`], strict: false };
  const held = [recorded("registry/hub", ["web"], { bound })];
  const role = { ...admitting(allowing({ AWS: deployer })), inlinePolicies: holding(held) };
  const over = { sharedRoles: "refuse" } as const;
  const fresh = planFor(
    given({ projects: [web], secrets: [hub], role: admitting(allowing({ AWS: deployer })) }),
    over,
  );
  expect(fresh).toMatchObject({ grants: [], changes: [], policy: { kind: "keep" } });
  expect(fresh.findings.map(({ rule }) => rule)).toEqual(["role-shared"]);
  const api = project("api", { credential: "registry/quay" });
  const more = given({ grants: held, role, projects: [api, web], secrets: [hub, secret("registry/quay")] });
  expect(planFor(more, over)).toMatchObject({ grants: [{ secret: arn }], changes: [] });
  const gone = given({
    grants: held,
    role,
    projects: [web],
    secrets: [secret("registry/hub", { tags: {} })],
  });
  expect(planFor(gone, over)).toMatchObject({ grants: [], policy: { kind: "delete" } });
});

test("where shared roles are refused, a grant whose names have no room is not written unbound", () => {
  const statement = {
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${"x".repeat(9_830)}`,
  };
  const ofSize = { Version: "2012-10-17", Statement: [statement] };
  const foreign = new Map([["console", JSON.stringify(ofSize)]]);
  const world = given({ projects: [web], secrets: [hub], role: { inlinePolicies: foreign } });
  expect(planFor(world).grants).toHaveLength(1);
  const refused = planFor(world, { sharedRoles: "refuse" });
  expect(refused.grants).toEqual([]);
  expect(refused.findings.map(({ rule }) => rule)).toEqual(["policy-quota"]);
});
