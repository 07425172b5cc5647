import { describe, expect, test } from "vitest";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import {
  account,
  customerKey,
  given,
  holding,
  planFor,
  project,
  recorded,
  region,
  role,
  type roleState,
  secret,
  settings,
  trustOf,
  type World,
} from "./support.ts";

const wanting = { projects: [project("web")], secrets: [secret("registry/hub")] };

function trusting(...statements: readonly object[]): unknown {
  const Statement = statements.map((each) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...each }));
  return { Version: "2012-10-17", Statement };
}

function as(arn: string, over: Partial<ReturnType<typeof roleState>> = {}): World {
  const other = parseRoleArn(arn);
  const work: Partial<Work> = { role: other };
  return given({
    work,
    role: { arn: other, ...over },
    projects: [project("web", { role: other })],
    secrets: wanting.secrets,
  });
}

const roles = [
  { who: "CodeBuild's own role", world: given(wanting), touched: true, finding: [] },
  {
    who: "a role that Lambda assumes",
    world: given({ ...wanting, role: { trust: trustOf("lambda.amazonaws.com") } }),
    touched: false,
    finding: ["role-not-codebuild"],
  },
  ...[
    ["*", undefined],
    [{ AWS: "*" }, undefined],
    [{ AWS: ["arn:aws:iam::444455556666:root", "*"] }, undefined],
    [{ AWS: "*" }, { StringEquals: { "aws:PrincipalOrgID": "o-example" } }],
  ].map(([Principal, Condition]) => ({
    who: `a role that everybody may assume (${JSON.stringify(Principal)}, ${JSON.stringify(Condition)})`,
    world: given({ ...wanting, role: { trust: trusting({ Principal, ...(Condition && { Condition }) }) } }),
    touched: false,
    finding: ["role-not-codebuild"],
  })),
  {
    who: "a role that CodeBuild may assume by its name, and everybody else, too",
    world: given({
      ...wanting,
      role: {
        trust: trusting({ Principal: { AWS: "*" } }, { Principal: { Service: "codebuild.amazonaws.com" } }),
      },
    }),
    touched: true,
    finding: ["role-shared"],
  },
  {
    who: "a role that names CodeBuild, but for another account, and admits everybody",
    world: given({
      ...wanting,
      role: {
        trust: trusting(
          { Principal: "*" },
          {
            Principal: { Service: "codebuild.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } },
          },
        ),
      },
    }),
    touched: false,
    finding: ["role-not-codebuild"],
  },
  {
    who: "a role without a readable trust policy",
    world: given({ ...wanting, role: { trust: undefined } }),
    touched: false,
    finding: ["policy-malformed"],
  },
  {
    who: "a service-linked role",
    world: as(`arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`),
    touched: false,
    finding: ["role-protected"],
  },
  {
    who: "a role of IAM Identity Center",
    world: as(`arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1`),
    touched: false,
    finding: ["role-protected"],
  },
  {
    who: "a role of IAM Identity Center in a Region's path",
    world: as(`arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/us-west-2/AWSReservedSSO_Admin_1`),
    touched: false,
    finding: ["role-protected"],
  },
  {
    who: "a role of another account",
    world: as("arn:aws:iam::444455556666:role/web-build"),
    touched: false,
    finding: ["role-protected"],
  },
  {
    who: "an ordinary role under /service-role/",
    world: as(`arn:aws:iam::${account}:role/service-role/x`),
    touched: true,
    finding: [],
  },
  {
    who: "pullpass's own role",
    world: as(`arn:aws:iam::${account}:role/pullpass-reconcile`),
    touched: false,
    finding: [],
  },
  {
    who: "a role in the path of pullpass's own, of whichever Region's deployment",
    world: as(`arn:aws:iam::${account}:role/pullpass/prod-us-east-1-Reconcile`),
    touched: false,
    finding: ["role-protected"],
  },
  {
    who: "an ignored role",
    world: given({ ...wanting, role: { tags: { "pullpass/ignore": "" } } }),
    touched: false,
    finding: [],
  },
  {
    who: "a role that could not be read",
    world: given({ ...wanting, role: { kind: "unknown", reason: "AccessDenied" } }),
    touched: false,
    finding: [],
  },
  {
    who: "a role that is gone",
    world: given({ ...wanting, role: { kind: "absent" } }),
    touched: false,
    finding: ["role-not-codebuild"],
  },
];

test.each(roles)("$who: touched $touched, flagged $finding", ({ world, touched, finding }) => {
  const plan = planFor(world);
  expect(plan.policy.kind).toBe(touched ? "put" : "keep");
  expect(plan.updates).toHaveLength(touched ? 1 : 0);
  expect(plan.changes).toHaveLength(touched ? 2 : 0);
  expect(plan.findings.map(({ rule }) => rule)).toEqual(finding);
});

test.each([
  { says: "keeps a build from pulling only where it may not read the secret", reads: false },
  { says: "does not keep a build from pulling that reads the secret anyway", reads: true },
])("a role that everybody may assume $says", ({ reads }) => {
  const own = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
  const document = JSON.stringify({ Version: "2012-10-17", Statement: own });
  const trust = trusting({ Principal: { AWS: "*" } });
  const inlinePolicies = new Map(reads ? [["team", document]] : []);
  const { findings } = planFor(given({ ...wanting, role: { trust, inlinePolicies } }));
  expect(findings).toMatchObject([
    {
      rule: "role-not-codebuild",
      severity: "high",
      title: "The trust policy of the role web-build admits everybody, and does not name CodeBuild.",
      blocks: !reads,
    },
  ]);
});

test("an ignored role is not flagged for what its projects do; a project of another role is not flagged here", () => {
  const leaky = { plaintextVariables: [{ name: "DOCKER_PASSWORD", value: "hunter2" }] };
  const ignored = given({ projects: [project("web", leaky)], role: { tags: { "pullpass/ignore": "" } } });
  const elsewhere = project("web", { ...leaky, role: parseRoleArn(`arn:aws:iam::${account}:role/other`) });
  expect(planFor(ignored).findings).toEqual([]);
  expect(planFor(given({ projects: [elsewhere] })).findings).toEqual([]);
});

test.each([
  `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/Renamed`,
  `arn:aws:iam::${account}:role/AWSServiceRoleForX`,
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/Renamed`,
  `arn:aws:iam::${account}:role/AWSReservedSSO_Admin_1`,
])("%s is protected by its path or its name alone", (arn) => {
  expect(planFor(as(arn)).findings.map(({ rule }) => rule)).toEqual(["role-protected"]);
});

test("a secret of another account is never granted, whatever its tags say", () => {
  const theirs = secret("registry/hub", { account: "444455556666" });
  const plan = planFor(
    given({ projects: [project("web", { credential: theirs.secret.arn })], secrets: [theirs] }),
  );
  expect(plan.grants).toEqual([]);
  expect(plan.findings.map(({ rule }) => rule)).toEqual(["secret-cross-account"]);
});

const patterns = [
  { over: { rolePattern: "web-*" }, touched: true },
  { over: { rolePattern: "api-*" }, touched: false },
  { over: { projectPattern: "w*" }, touched: true },
  { over: { projectPattern: "api" }, touched: false },
];

test.each(patterns)("a deployment limited to $over touches the project: $touched", ({ over, touched }) => {
  const plan = planFor(given(wanting), over);
  expect(plan.changes.length > 0).toBe(touched);
});

const granted = recorded("registry/hub", ["web"]);

describe("a role that the deployment's options leave out", () => {
  const cases = [
    { over: { rolePattern: "api-*" }, why: "its name is outside the deployment's rolePattern api-*" },
    { over: { rolePath: "/" }, why: "its path is outside the deployment's rolePath /" },
  ];

  test.each(cases)("$over: what it would need is said, and who can mend it", ({ over, why }) => {
    const plan = planFor(given(wanting), over);
    expect(plan).toMatchObject({ changes: [], policy: { kind: "keep" }, unknowns: [] });
    expect(plan.findings.map(({ rule, mender }) => [rule, mender])).toEqual([
      ["role-out-of-reach", "project owner"],
    ]);
    expect(plan.findings[0]?.title).toContain(why);
  });

  test.each(cases)(
    "$over: no write is tried for what is withdrawn, and who can take it away is said",
    ({ over }) => {
      const plan = planFor(
        given({
          projects: [project("web", { credential: granted.secret })],
          secrets: [secret("registry/hub", { tags: {} })],
          grants: [granted],
          role: { inlinePolicies: holding([granted]) },
        }),
        over,
      );
      expect(plan).toMatchObject({ changes: [], policy: { kind: "keep" }, unknowns: [] });
      expect(plan.findings).toMatchObject([
        { rule: "role-out-of-reach", severity: "high", mender: "role owner", blocks: false },
      ]);
      expect(plan.findings[0]?.remedy).toMatchObject([
        {
          command: "aws iam delete-role-policy --role-name web-build --policy-name pullpass-eu-central-1",
        },
      ]);
    },
  );

  test("nothing else is said of its projects", () => {
    const bad = project("web", { image: "registry.local/x", credential: undefined });
    expect(planFor(given({ projects: [bad] }), { rolePattern: "api-*" }).findings).toEqual([]);
  });
});

const allowingAll = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

describe("a role that lacks what the deployment's options require", () => {
  const boundary = `arn:aws:iam::${account}:policy/builds`;
  const tag = { key: "builds", value: "yes" };
  const cases = [
    {
      over: { requiredBoundary: boundary },
      having: { boundaryArn: boundary, boundary: { kind: "known", value: allowingAll } as const },
      remedy: `aws iam put-role-permissions-boundary --role-name web-build --permissions-boundary ${boundary}`,
    },
    {
      over: { requiredRoleTag: tag },
      having: { tags: { builds: "yes" } },
      remedy: `aws iam tag-role --role-name web-build --tags '[{"Key":"builds","Value":"yes"}]'`,
    },
  ];

  test.each(cases)("$over: the role that carries it is given access", ({ over, having }) => {
    expect(planFor(given({ ...wanting, role: having }), over).changes[0]?.kind).toBe("grant");
  });

  test.each(cases)("$over: the finding says what it lacks and how to give it", ({ over, remedy }) => {
    const plan = planFor(given(wanting), over);
    expect(plan).toMatchObject({ changes: [], policy: { kind: "keep" }, unknowns: [] });
    expect(plan.findings).toMatchObject([
      { rule: "role-out-of-reach", mender: "role owner", remedy: [{ command: remedy }] },
    ]);
  });

  test.each(cases)(
    "$over: what is withdrawn goes, with the rest of a policy that can only be deleted",
    ({ over }) => {
      const other = recorded("registry/other", ["web"]);
      const plan = planFor(
        given({
          projects: [project("web", { credential: other.secret })],
          secrets: [
            secret("registry/hub", { tags: {} }),
            secret("registry/other", { tags: { "pullpass/projects": "web" } }),
          ],
          grants: [granted, other],
          role: { inlinePolicies: holding([granted, other]) },
        }),
        over,
      );
      expect(plan.policy).toMatchObject({ kind: "delete", policyName: "pullpass-eu-central-1" });
      expect(plan.changes.map(({ kind }) => kind)).toEqual(["revocation", "revocation"]);
      expect(plan.grants).toEqual([]);
    },
  );

  test.each(cases)("$over: it keeps what nobody withdrew", ({ over }) => {
    const plan = planFor(
      given({
        projects: [project("web", { credential: granted.secret })],
        secrets: [secret("registry/hub", { tags: { "pullpass/projects": "web" } })],
        grants: [granted],
        role: { inlinePolicies: holding([granted]) },
      }),
      over,
    );
    expect(plan).toMatchObject({ changes: [], policy: { kind: "keep" } });
  });
});

const handsOff = [
  { what: "an ignored project", tags: { "pullpass/ignore": "please" } },
  { what: "a project outside the pattern", pattern: "api" },
];

test.each(handsOff)(
  "$what is neither touched nor flagged, and what was flagged before is closed",
  ({ tags, pattern }) => {
    const bad = project("web", {
      tags: tags ?? {},
      image: "registry.local/x",
      plaintextVariables: [{ name: "DOCKER_PASSWORD", value: "hunter2" }],
    });
    const plan = planFor(
      given({ projects: [bad] }),
      pattern === undefined ? {} : { projectPattern: pattern },
    );
    expect(plan).toMatchObject({ changes: [], findings: [], unknowns: [], policy: { kind: "keep" } });
    expect(plan.examined).toContainEqual({ kind: "project", name: "web" });
  },
);

test("a project shared by another account is left alone", () => {
  const shared = project("web", { account: "444455556666" });
  expect(planFor(given({ projects: [shared], secrets: wanting.secrets })).changes).toEqual([]);
});

const unknown = { kind: "unknown", reason: "AccessDenied" } as const;
const doubts = [
  { what: "the role", world: given({ ...wanting, role: unknown }), line: `role ${role}: AccessDenied` },
  {
    what: "its boundary",
    world: given({ ...wanting, role: { boundary: unknown } }),
    line: `permissions boundary of ${role}: AccessDenied`,
  },
  {
    what: "its attached policies",
    world: given({ ...wanting, role: { managedPolicies: unknown } }),
    line: `attached policies of ${role}: AccessDenied`,
  },
  {
    what: "the project",
    world: given({ unread: { web: unknown }, secrets: wanting.secrets }),
    line: "project web: AccessDenied",
  },
  {
    what: "the secret",
    world: given({ projects: wanting.projects, lookups: { "registry/hub": unknown } }),
    line: "secret registry/hub: AccessDenied",
  },
  {
    what: "its resource policy",
    world: given({ projects: wanting.projects, secrets: [secret("registry/hub", { policy: unknown })] }),
    line: "resource policy of arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3: AccessDenied",
  },
  {
    what: "its key",
    world: given({
      projects: wanting.projects,
      secrets: [
        secret("registry/hub", { key: { kind: "unknown", reason: "AccessDenied", keyId: "alias/x" } }),
      ],
    }),
    line: "key alias/x of arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3: AccessDenied",
  },
  {
    what: "its key's policy",
    world: given({
      projects: wanting.projects,
      secrets: [secret("registry/hub", { key: customerKey({ policy: unknown }) })],
    }),
    line: "key policy of arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab: AccessDenied",
  },
];

test.each(doubts)(
  "when $what could not be read, nothing is granted, nothing is closed, and it says so",
  ({ world, line }) => {
    const plan = planFor(world);
    expect(plan).toMatchObject({ changes: [], grants: [], updates: [], policy: { kind: "keep" } });
    expect(plan.unknowns).toEqual([line]);
    expect(plan.examined).not.toContainEqual({ kind: "project", name: "web" });
  },
);

test("what is unknown about one project keeps no other from its grant", () => {
  const plan = planFor(given({ ...wanting, unread: { api: unknown }, lookups: {} }));
  expect(plan.grants.map(({ projects }) => projects)).toEqual([["web"]]);
  expect(plan.unknowns).toEqual(["project api: AccessDenied"]);
});

test("a role that CodeBuild no longer assumes loses what is withdrawn, and gets nothing back", () => {
  const grants = [recorded("registry/hub", ["web"]), recorded("registry/quay", ["api"])];
  const world = (inlinePolicies: ReadonlyMap<string, string>) =>
    given({
      grants,
      role: { trust: trustOf("lambda.amazonaws.com"), inlinePolicies },
      projects: [project("web"), project("api", { credential: "registry/quay" })],
      secrets: [secret("registry/hub", { tags: {} }), secret("registry/quay")],
    });
  const plan = planFor(world(holding(grants)));
  expect(plan.grants.map(({ projects }) => projects)).toEqual([["api"]]);
  expect(plan.changes.map(({ kind }) => kind)).toEqual(["revocation"]);
  const edited = planFor(world(new Map([[`pullpass-${region}`, "{}"]])));
  expect(edited.policy.kind).toBe("delete");
  expect(edited.changes.map(({ kind }) => kind)).toEqual(["revocation", "revocation"]);
  const gone = planFor(world(new Map()));
  expect(gone.policy.kind).toBe("keep");
});

test("only the policy of pullpass's own name is ever written", () => {
  const inlinePolicies = new Map([["CodeBuildSecretsManagerPolicy-web", "{}"]]);
  const plan = planFor(given({ ...wanting, role: { inlinePolicies } }), settings);
  expect(plan.policy).toMatchObject({ kind: "put", policyName: `pullpass-${region}`, before: undefined });
});

test.each([
  ["another service alone", trustOf("lambda.amazonaws.com"), "CodeBuild cannot assume the role web-build."],
  [
    "everybody",
    trusting({ Principal: { AWS: "*" } }),
    "The trust policy of the role web-build admits everybody, and does not name CodeBuild.",
  ],
])("of a role that admits %s its finding says so", (_, trust, title) => {
  expect(planFor(given({ ...wanting, role: { trust } })).findings).toMatchObject([{ title }]);
});
