import { expect, test } from "vitest";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { Subject } from "../../packages/core/src/model/finding.ts";
import { parseSecretReference, type SecretReference } from "../../packages/core/src/model/secret.ts";
import type { SingleTrigger, Trigger } from "../../packages/core/src/model/trigger.ts";
import type { OpenFinding } from "../../packages/core/src/ports.ts";
import { scope } from "../../packages/core/src/scope/scope.ts";
import {
  accountId,
  away,
  type Contents,
  grant,
  home,
  key,
  memoryAccount,
  now,
  project,
  role,
  secret,
  secretArn,
  settings,
} from "../observe/support/account.ts";

const cause = { id: "e-1", event: "x", actor: "ann", time: now };
const origin = { account: accountId, region: home, cause };
const other = parseRoleArn(`arn:aws:iam::${accountId}:role/other`);
const third = parseRoleArn(`arn:aws:iam::${accountId}:role/third`);
const hub = secretArn("registry/hub");

/** Two roles use `registry/hub` in three ways of naming it, a third something else, and a fourth nothing. */
const account: Contents = {
  projects: [
    project("web"),
    project("api", { role: other, credential: hub }),
    project("job", { role: other, credential: hub.slice(0, -7) }),
    project("tool", { role: third, credential: "registry/tools" }),
    project("plain", { role: third, credential: undefined }),
    project("odd", { role: third, credential: "not a reference" }),
    project("foreign", {
      role: third,
      credential: "arn:aws:secretsmanager:eu-central-1:999988887777:secret:x-AbCdEf",
    }),
  ],
};

/** Role names with the projects to look at, `!` where the work may remove. */
async function scoped(trigger: Trigger, contents: Contents = account) {
  const result = await scope(trigger, memoryAccount(contents), settings);
  if (result.kind === "ignored") return result.reason;
  return result.work.map(({ role: arn, projects, listing }) => {
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    return `${name}${listing === undefined ? "" : "!"}: ${projects.join(" ")}`.trim();
  });
}

function reference(text: string): SecretReference {
  const parsed = parseSecretReference(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

const secretChanged = (text: string, over = {}): Trigger => ({
  kind: "secret-changed",
  secret: reference(text),
  ...origin,
  ...over,
});

test("a project's event asks for its role and for it alone", async () => {
  expect(await scoped({ kind: "project-changed", project: "web", ...origin })).toEqual(["web-build: web"]);
  expect(await scoped({ kind: "build-failed", project: "api", build: "b", context: "", ...origin })).toEqual([
    "other: api",
  ]);
});

const plainChanged: Trigger = { kind: "project-changed", project: "plain", ...origin };

test("a project that names no credential, and of which nothing is recorded, asks for a look only when its build failed", async () => {
  const idle = "project plain names no credential, and nothing is recorded of it";
  expect(await scoped(plainChanged)).toBe(idle);
  const failed: Trigger = { kind: "build-failed", project: "plain", build: "b", context: "", ...origin };
  expect(await scoped(failed)).toEqual(["third: plain"]);
});

const finding = (subject: Subject): OpenFinding => ({
  openedAt: now,
  finding: {
    rule: "secret-no-consent",
    severity: "info",
    subject,
    account: accountId,
    region: home,
    title: "",
    evidence: [],
    blocks: false,
    mender: "secret owner",
    remedy: [],
    waitsFor: undefined,
  },
});

test.each<readonly [what: string, contents: Contents]>([
  ["the role holds a grant, whosever it is", { grants: [grant("registry/hub", { role: third })] }],
  ["a finding of it is open", { openFindings: [finding({ kind: "project", name: "plain" })] }],
  ["a finding of its role is open", { openFindings: [finding({ kind: "role", arn: third })] }],
  [
    "it shows a login in a variable",
    {
      projects: [
        project("plain", {
          role: third,
          credential: undefined,
          plaintextVariables: [{ name: "DOCKER_PASSWORD", value: "x1y2" }],
        }),
      ],
    },
  ],
  [
    "it shows a login in its buildspec",
    {
      projects: [
        project("plain", {
          role: third,
          credential: undefined,
          buildspecLeaks: [{ line: 3, what: "a password of docker login" }],
        }),
      ],
    },
  ],
])("a project that names no credential is looked at where %s", async (_, contents) => {
  expect(await scoped(plainChanged, { ...account, ...contents })).toEqual(["third: plain"]);
});

test("work carries the cause, the account, the Region and no listing", async () => {
  const result = await scope(
    { kind: "project-changed", project: "web", ...origin },
    memoryAccount(account),
    settings,
  );
  expect(result).toEqual({
    kind: "work",
    work: [
      {
        role,
        account: accountId,
        region: home,
        projects: ["web"],
        listing: undefined,
        causes: [cause],
        alone: true,
      },
    ],
  });
});

const everyone = ["other: api job", "web-build: web"];
const replica = secretArn("registry/hub", away);

test.each<readonly [what: string, trigger: Trigger, expected: readonly string[]]>([
  ["a full ARN", secretChanged(hub), everyone],
  ["a name", secretChanged("registry/hub"), everyone],
  ["a partial ARN", secretChanged(hub.slice(0, -7)), everyone],
  ["a secret made anew", secretChanged(secretArn("registry/hub", home, "NewOne")), everyone],
  ["its primary in another Region", secretChanged(replica, { region: away }), everyone],
  ["a deletion", { ...secretChanged(hub), kind: "secret-deleted" } as Trigger, everyone],
])("a secret's event, by %s, asks for every project that may mean it", async (_, trigger, expected) => {
  expect(await scoped(trigger)).toEqual(expected);
});

test.each([
  ["by its ARN", hub],
  ["by its name", "registry/hub"],
  ["by the ARN of its primary", replica],
])(
  "a secret's event %s asks for the roles that hold a grant on it, whatever their projects name now",
  async (_, text) => {
    const grants = [
      grant("registry/hub", { role: third, projects: ["moved"] }),
      grant("registry/tools"),
      grant("registry/hub", { role: other, region: away }),
    ];
    expect(await scoped(secretChanged(text), { grants: grants.slice(0, 2) })).toEqual(["third:"]);
  },
);

test("a role's event asks for its projects and its grants, in any case of the name", async () => {
  const grants = [grant("registry/hub", { role: third })];
  expect(await scoped({ kind: "role-changed", role: "OTHER", ...origin })).toEqual(["other: api job"]);
  expect(await scoped({ kind: "role-deleted", role: "third", ...origin }, { grants })).toEqual(["third:"]);
});

test.each<readonly [what: string, keyId: string, event: string, expected: readonly string[] | string]>([
  ["the id in the event, the ARN on the secret", key("1111-2222").arn, "1111-2222", everyone],
  ["the ARN in the event, the id on the secret", "1111-2222", key("1111-2222").arn, everyone],
  ["an alias, which may stand for any key", "alias/registry", key("1111-2222").arn, everyone],
  ["another key", "3333-4444", "1111-2222", "no secret that a project names is encrypted with key 1111-2222"],
  [
    "the default key",
    "alias/aws/secretsmanager",
    "1111-2222",
    "no secret that a project names is encrypted with key 1111-2222",
  ],
])("a key's event asks for the projects whose secrets use it: %s", async (_, keyId, event, expected) => {
  const secrets = [secret("registry/hub", { keyId }), secret("registry/tools")];
  expect(await scoped({ kind: "key-changed", key: event, ...origin }, { ...account, secrets })).toEqual(
    expected,
  );
});

test("a role's managed policies matter where the role holds a grant, and no project is listed for that", async () => {
  const grants = [grant("registry/hub", { role: third })];
  const changed = (name: string): Trigger => ({ kind: "role-policies-changed", role: name, ...origin });
  const world = memoryAccount({ ...account, grants });
  expect(await scope(changed("THIRD"), world, settings)).toMatchObject({
    work: [{ role: third, projects: [] }],
  });
  expect(await scope(changed("other"), world, settings)).toEqual({
    kind: "ignored",
    reason: "role other holds no grant",
  });
  expect(world.calls).toEqual([]);
});

const policy = `arn:aws:iam::${accountId}:policy/build`;
const policyChanged: Trigger = { kind: "policy-changed", policy, ...origin };

test("a policy's new default version asks for the roles that have it and hold a grant", async () => {
  const grants = [grant("registry/hub", { role: third }), grant("registry/hub", { role: other })];
  const rolesWithPolicy = { [policy]: ["Third", "web-build"] };
  expect(await scoped(policyChanged, { ...account, grants, rolesWithPolicy })).toEqual(["third:"]);
});

test("where there is no grant, IAM is not asked who has the policy", async () => {
  const world = memoryAccount(account);
  expect(await scope(policyChanged, world, settings)).toMatchObject({ kind: "ignored" });
  expect(world.calls).toEqual([]);
});

const several = (...triggers: readonly SingleTrigger[]): Trigger => ({
  kind: "several",
  triggers,
  ...origin,
});

test("several things of one event are each looked at, a role once, with one cause, after one listing", async () => {
  const world = memoryAccount(account);
  const secretToo = { kind: "secret-changed", secret: reference("registry/hub"), ...origin } as const;
  const tool = { kind: "secret-changed", secret: reference("registry/tools"), ...origin } as const;
  const project = { kind: "project-changed", project: "odd", ...origin } as const;
  const result = await scope(several(secretToo, project, tool), world, settings);
  expect(result).toMatchObject({
    work: [
      { role: other, projects: ["api", "job"], causes: [cause] },
      { role, projects: ["web"], causes: [cause] },
      { role: third, projects: ["odd", "tool"], causes: [cause] },
    ],
  });
  expect(world.calls.filter((call) => call.startsWith("ListProjects"))).toHaveLength(1);
});

test("of several things those elsewhere are left out, and the reason names each", async () => {
  const here = { kind: "project-changed", project: "web", ...origin } as const;
  const elsewhere = { kind: "role-changed", role: "x", ...origin, account: "999988887777" } as const;
  const gone = { kind: "project-changed", project: "nope", ...origin } as const;
  expect(await scoped(several(elsewhere, here))).toEqual(["web-build: web"]);
  expect(await scoped(several(elsewhere, gone))).toBe(
    "it is of account 999988887777, and this deployment serves 111122223333; project nope is not there",
  );
});

test("a key's event asks for the roles that its projects use now, whatever the ledger's index has of them", async () => {
  const projects = [project("web", { role: other, credential: undefined })];
  const uses = ["web", "gone"].map((name) => ({
    project: name,
    role: third,
    kind: "key" as const,
    name: "1111-2222",
  }));
  expect(
    await scoped({ kind: "key-changed", key: key("1111-2222").arn, ...origin }, { projects, uses }),
  ).toEqual(["other: web"]);
});

test("a key's event costs the ledger's answer and the projects that it names, and lists nothing", async () => {
  const world = memoryAccount({
    projects: Array.from({ length: 50 }, (_, index) => project(`web-${index}`, { credential: undefined })),
    uses: [{ project: "web-7", role, kind: "key", name: "1111-2222" }],
  });
  const changed = { kind: "key-changed", key: "1111-2222", ...origin } as const;
  expect(await scope(changed, world, settings)).toMatchObject({ work: [{ role, projects: ["web-7"] }] });
  expect(world.calls).toEqual([expect.stringMatching(/^BatchGetProjects/)]);
});

test("a secret's event, once a sweep wrote down who names what, costs that and the projects that it names", async () => {
  const others = Array.from({ length: 250 }, (_, index) => project(`job-${index}`, { credential: "other" }));
  const uses = ["api", "job", "web", "moved", "gone"].map(
    (name) => ({ project: name, role, kind: "secret", name: "registry/hub" }) as const,
  );
  const projects = [
    ...(account.projects ?? []),
    project("moved", { credential: "registry/tools" }),
    ...others,
  ];
  for (const text of ["registry/hub", hub, hub.slice(0, -7)]) {
    const world = memoryAccount({ projects, uses, hasUses: true });
    const changed = { kind: "secret-changed", secret: reference(text), ...origin } as const;
    // "moved" names another secret by now, and "gone" is no more.
    expect(await scope(changed, world, settings)).toMatchObject({
      work: [
        { role: other, projects: ["api", "job"] },
        { role, projects: ["web"] },
      ],
    });
    expect(world.calls).toEqual([expect.stringMatching(/^BatchGetProjects/)]);
  }
});

test("a role's event, once a sweep wrote down who uses what, costs that and the projects that use it", async () => {
  const use = (name: string) => ({ project: name, role, kind: "role", name: "other" }) as const;
  const world = memoryAccount({ ...account, uses: ["api", "job", "web", "gone"].map(use), hasUses: true });
  // "web" uses another role by now, and "gone" is no more. IAM takes names in any case.
  const changed = { kind: "role-changed", role: "Other", ...origin } as const;
  expect(await scope(changed, world, settings)).toMatchObject({
    work: [{ role: other, projects: ["api", "job"] }],
  });
  expect(world.calls).toEqual([expect.stringMatching(/^BatchGetProjects/)]);
});

test("who holds a grant on a secret is asked for also where no project is known to name it", async () => {
  const changed = { kind: "secret-changed", secret: reference(hub), ...origin } as const;
  expect(
    await scoped(changed, {
      ...account,
      hasUses: true,
      grants: [grant("registry/hub", { projects: ["web"] })],
    }),
  ).toEqual(["web-build:"]);
});

test("an alias that moves asks for the projects whose secrets name the alias", async () => {
  const uses = [{ project: "web", role, kind: "key", name: "alias/team" } as const];
  const projects = [project("web", { credential: undefined })];
  const moved = { kind: "key-changed", key: key("3333-4444").arn, alias: "alias/team", ...origin } as const;
  expect(await scoped(moved, { projects, uses })).toEqual(["web-build: web"]);
});

test("a key's event asks for projects whose secret cannot be looked at", async () => {
  const failing = { DescribeSecret: "denied" } as const;
  expect(
    await scoped(
      { kind: "key-changed", key: "1111-2222", ...origin },
      { projects: [project("web")], failing },
    ),
  ).toEqual(["web-build: web"]);
});

test("a deleted project's event may remove what only it needed, after all projects were listed", async () => {
  const grants = [grant("registry/hub", { projects: ["gone"] }), grant("registry/tools", { role: third })];
  expect(
    await scoped({ kind: "project-deleted", project: "gone", ...origin }, { ...account, grants }),
  ).toEqual(["web-build!: web"]);
});

test("a sweep asks for every role that a project uses or that holds a grant, and may remove", async () => {
  const holder = parseRoleArn(`arn:aws:iam::${accountId}:role/holder`);
  const grants = [grant("registry/hub", { role: holder })];
  expect(await scoped({ kind: "sweep", ...origin }, { ...account, grants })).toEqual([
    "holder!:",
    "other!: api job",
    "web-build!: web",
    "third!: foreign odd plain tool",
  ]);
});

test.each<readonly [trigger: Trigger, reason: string]>([
  [{ kind: "project-changed", project: "nope", ...origin }, "project nope is not there"],
  [{ kind: "project-deleted", project: "web", ...origin }, "no grant is for project web"],
  [{ kind: "role-policies-changed", role: "nope", ...origin }, "role nope holds no grant"],
  [policyChanged, `no role that holds a grant has policy ${policy}`],
  [
    { kind: "key-changed", key: "1", ...origin, account: "999988887777" },
    "it is of account 999988887777, and this deployment serves 111122223333",
  ],
  [secretChanged("registry/unused"), "no project names the secret, and no role holds a grant on it"],
  [{ kind: "role-changed", role: "nope", ...origin }, "no project uses role nope, and it holds no grant"],
  [
    { kind: "project-changed", project: "web", ...origin, region: away },
    "project web is in us-east-1, and this deployment serves eu-central-1",
  ],
  [
    { kind: "role-changed", role: "web-build", ...origin, account: "999988887777" },
    "it is of account 999988887777, and this deployment serves 111122223333",
  ],
])("nothing to do says why: %#", async (trigger, reason) => {
  expect(await scoped(trigger)).toBe(reason);
});

test("roles' events come from where IAM speaks, and count all the same", async () => {
  expect(await scoped({ kind: "role-changed", role: "web-build", ...origin, region: away })).toEqual([
    "web-build: web",
  ]);
});
