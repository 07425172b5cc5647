/** `pullpass guardrails`: every way around them that we know of is denied, and ordinary work is not. */
import { evaluate, validatePolicy } from "@pullpass/access";
import { describe, expect, test } from "vitest";
import { pullpass } from "./support/run.ts";

const account = "111122223333";
const secret = `arn:aws:secretsmanager:eu-central-1:${account}:secret:dockerhub-a1b2c3`;
const project = `arn:aws:codebuild:eu-central-1:${account}:project/web`;
const role = (path: string) => `arn:aws:iam::${account}:role/${path}`;
const sso = (name: string) => role(`aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_${name}`);
const boundaryArn = `arn:aws:iam::${account}:policy/consent-boundary`;

const everything = {
  name: "everything",
  document: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

const printed = async (...options: readonly string[]) =>
  JSON.parse((await pullpass(undefined, ["guardrails", "--json", ...options])).out);

interface Asked {
  readonly by?: string;
  readonly action: string;
  readonly on: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Of somebody whose own policies allow everything. */
function decided(
  { by = role("developer"), action, on, context = {} }: Asked,
  {
    scp,
    boundary,
    statements,
  }: { readonly scp?: unknown; readonly boundary?: unknown; readonly statements?: unknown },
) {
  const known = <T>(value: T) => ({ kind: "known", value }) as const;
  const own =
    statements === undefined
      ? []
      : [{ name: "own", document: { Version: "2012-10-17", Statement: statements } }];
  return evaluate(
    {
      principal: { kind: "role", arn: by, account },
      action,
      resource: on,
      resourceAccount: account,
      context: { "aws:PrincipalArn": by, ...context },
    },
    {
      identity: known([everything, ...own]),
      boundary: known(boundary === undefined ? undefined : { name: "boundary", document: boundary }),
      resource: known(undefined),
      resourceIsKey: false,
      grants: known([]),
      serviceControl: known(scp === undefined ? [] : [[everything, { name: "guard", document: scp }]]),
    },
  ).kind;
}

const keys = (...names: readonly string[]) => ({ "aws:TagKeys": names });
const grouped = { "aws:ResourceTag/pullpass/group": "payments" };
const ignored = { "aws:ResourceTag/pullpass/ignore": "true" };

const tagging: readonly Asked[] = [
  ...["CreateSecret", "TagResource", "UntagResource"].flatMap((name) =>
    ["projects", "group", "ignore"].map((word) => ({
      action: `secretsmanager:${name}`,
      on: secret,
      context: keys("team", `pullpass/${word}`),
    })),
  ),
  ...["CreateProject", "UpdateProject"].map((name) => ({
    action: `codebuild:${name}`,
    on: project,
    context: keys("pullpass/group"),
  })),
  ...["CreateRole", "TagRole", "UntagRole"].map((name) => ({
    action: `iam:${name}`,
    on: role("web"),
    context: { ...keys("pullpass/ignore"), "iam:PermissionsBoundary": boundaryArn },
  })),
  { action: "codebuild:UpdateProject", on: project, context: { ...keys("team"), ...grouped } },
  { action: "codebuild:UpdateProject", on: project, context: { ...keys("team"), ...ignored } },
];

const posing: readonly Asked[] = [
  "registry-admin",
  "OrganizationAccountAccessRole",
  "AWSControlTowerExecution",
].flatMap((name) =>
  ["CreateRole", "PassRole", "UpdateAssumeRolePolicy"].map((action) => ({
    action: `iam:${action}`,
    on: role(name),
    context: { "iam:PermissionsBoundary": boundaryArn },
  })),
);

/** The same names elsewhere, and others that only look alike. */
const posers = ["x/registry-admin", "registry-admin-2", "aws-reserved-x/registry-admin"].map(role);

const ordinary: readonly Asked[] = [
  { action: "secretsmanager:CreateSecret", on: secret },
  { action: "secretsmanager:TagResource", on: secret, context: keys("team") },
  { action: "secretsmanager:PutSecretValue", on: secret },
  { action: "codebuild:CreateProject", on: project, context: keys("team") },
  { action: "codebuild:UpdateProject", on: project },
  { action: "codebuild:UpdateProject", on: project, context: { ...grouped, ...ignored } },
  { action: "codebuild:UpdateProject", on: project, context: keys("team") },
  { action: "codebuild:StartBuild", on: project },
  { action: "iam:TagRole", on: role("web"), context: keys("team") },
  { action: "iam:PassRole", on: role("web") },
  { action: "iam:UpdateAssumeRolePolicy", on: role("web") },
  { action: "iam:CreateRole", on: role("web"), context: { "iam:PermissionsBoundary": boundaryArn } },
  { action: "s3:GetObject", on: "arn:aws:s3:::bucket/key" },
];

const title = ({ by = "a developer", action, on, context }: Asked) =>
  `${by} ${action} on ${on} ${JSON.stringify(context ?? {})}`;

const { serviceControlPolicy, boundary, statements, tagPolicy } = await printed();
const carriers = [
  ["service control policy", { scp: serviceControlPolicy }],
  ["boundary", { boundary }],
  ["statements", { statements }],
] as const;

describe.each(carriers)("%s", (_, carrier) => {
  test.each([...tagging, ...posing].map((each) => [title(each), each] as const))(
    "denies: %s",
    (_title, asked) => {
      expect(decided(asked, carrier)).toBe("denied");
    },
  );

  test.each(posers)("takes nobody for an admin who only looks like one: %s", (by) => {
    expect(tagging.map((asked) => decided({ ...asked, by }, carrier))).toEqual(tagging.map(() => "denied"));
  });

  test.each(ordinary.map((each) => [title(each), each] as const))("lets go on: %s", (_title, asked) => {
    expect(decided(asked, carrier)).toBe("allowed");
  });
});

describe("the admin", () => {
  test.each([carriers[0], carriers[2]])("may, under the %s", (_, carrier) => {
    const by = role("registry-admin");
    const all = [...tagging, ...posing];
    expect(all.map((asked) => decided({ ...asked, by }, carrier))).toEqual(all.map(() => "allowed"));
  });

  test("may be a permission set, whose roles nobody else can make, and none whose name goes on", async () => {
    const { serviceControlPolicy: scp } = await printed("--permission-set", "RegistryAdmin");
    const may = (by: string) => tagging.every((asked) => decided({ ...asked, by }, { scp }) === "allowed");
    expect(may(sso("RegistryAdmin_0123456789abcdef"))).toBe(true);
    expect(may(role("aws-reserved/sso.amazonaws.com/AWSReservedSSO_RegistryAdmin_0123456789abcdef"))).toBe(
      true,
    );
    const others = [
      sso("RegistryAdmin_evil_0123456789abcdef"),
      role("AWSReservedSSO_RegistryAdmin_0123456789abcdef"),
      role("registry-admin"),
    ];
    expect(others.filter(may)).toEqual([]);
  });

  test("may have a path", async () => {
    const { serviceControlPolicy: scp } = await printed("--admin-role", "admins/registry");
    const may = (path: string) =>
      tagging.every((asked) => decided({ ...asked, by: role(path) }, { scp }) === "allowed");
    expect(["admins/registry", "registry", "registry-admin", "x/admins/registry"].filter(may)).toEqual([
      "admins/registry",
    ]);
  });
});

describe("whoever has the boundary", () => {
  const bounded: readonly Asked[] = [
    { action: "iam:CreateRole", on: role("web") },
    { action: "iam:CreateRole", on: role("web"), context: { "iam:PermissionsBoundary": `${boundaryArn}-2` } },
    { action: "iam:CreateUser", on: `arn:aws:iam::${account}:user/x` },
    { action: "iam:DeleteRolePermissionsBoundary", on: role("developer") },
    { action: "iam:DeleteUserPermissionsBoundary", on: `arn:aws:iam::${account}:user/x` },
    {
      action: "iam:PutRolePermissionsBoundary",
      on: role("developer"),
      context: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
    ...["CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "SetDefaultPolicyVersion"].map(
      (name) => ({
        action: `iam:${name}`,
        on: boundaryArn,
      }),
    ),
  ];

  test.each(bounded.map((each) => [title(each), each] as const))("cannot leave it: %s", (_title, asked) => {
    expect(decided(asked, { boundary })).toBe("denied");
  });

  test("can give it to others", () => {
    const context = { "iam:PermissionsBoundary": boundaryArn };
    expect(
      decided({ action: "iam:PutRolePermissionsBoundary", on: role("web"), context }, { boundary }),
    ).toBe("allowed");
  });
});

test("the tag by which roles opt in is guarded, in any case of its letters", async () => {
  const { serviceControlPolicy: scp } = await printed("--required-role-tag", "team/Builds=yes");
  const tag = (action: string, ...names: readonly string[]) =>
    decided({ action, on: role("web"), context: keys(...names) }, { scp });
  expect(["team/Builds", "TEAM/BUILDS"].map((key) => tag("iam:TagRole", "a", key))).toEqual([
    "denied",
    "denied",
  ]);
  expect(tag("iam:CreateRole", "team/builds")).toBe("denied");
  expect(tag("iam:TagRole", "team")).toBe("allowed");
  expect(
    decided({ action: "secretsmanager:TagResource", on: secret, context: keys("team/Builds") }, { scp }),
  ).toBe("allowed");
});

test("another prefix is guarded in place of pullpass's", async () => {
  const { serviceControlPolicy: scp, tagPolicy: other } = await printed("--tag-prefix", "acme:");
  const tag = (key: string) =>
    decided({ action: "secretsmanager:TagResource", on: secret, context: keys(key) }, { scp });
  expect([tag("acme:projects"), tag("pullpass/projects")]).toEqual(["denied", "allowed"]);
  expect(other.tags.projects.tag_key).toEqual({ "@@assign": "acme:projects" });
});

test("AWS takes them: their form, and their size also with every option", async () => {
  const most = await printed(
    "--required-role-tag",
    "builds=yes",
    "--permission-set",
    "RegistryAdmin",
    "--admin-role",
    "a/b",
  );
  for (const all of [{ serviceControlPolicy, boundary }, most]) {
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
    expect(JSON.stringify(all.serviceControlPolicy).length).toBeLessThanOrEqual(5120);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(all.boundary).length).toBeLessThanOrEqual(6144);
    expect(validatePolicy(all.boundary, "identity")).toEqual([]);
  }
  expect(Object.keys(tagPolicy)).toEqual(["tags"]);
});

test("for people each says where it goes, and what it does not stop", async () => {
  const { out } = await pullpass(undefined, ["guardrails"]);
  expect(out).toContain("It never holds for the management account.");
  expect(out).toContain("who\n  may assume one of them, or pass it to a service, is not bounded.");
  for (const sid of ["ConsentTags", "AdminsStayWhoTheyAre", "OnlyWithThisBoundary"])
    expect(out).toContain(sid);
});

test.each([
  ["--admin-role", "*"],
  ["--admin-role", "/registry"],
  ["--permission-set", "Registry*"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a policy variable
  ["--tag-prefix", "${aws:username}/"],
  ["--required-role-tag", "builds"],
  ["--boundary-name", "a/*"],
])("%s %s is refused: a pattern would say more than was meant", async (...option) => {
  const { code, err } = await pullpass(undefined, ["guardrails", ...option]);
  expect(code).toBe(2);
  expect(err).toContain(option[0]);
});
