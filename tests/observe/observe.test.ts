import { expect, test } from "vitest";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import { observe } from "../../packages/core/src/observe/observe.ts";
import {
  accountId,
  type Contents,
  grant,
  home,
  key,
  memoryAccount,
  now,
  project,
  role,
  roleRecord,
  secret,
  secretArn,
  settings,
  work,
} from "./support/account.ts";

const hub = secret("registry/hub");
const world: Contents = { roles: [roleRecord()], projects: [project("web")], secrets: [hub] };

function observed(contents: Contents, over: Parameters<typeof work>[0] = {}) {
  return observe(work(over), memoryAccount({ ...world, ...contents }), settings);
}

test("a snapshot says when it was taken, and for which work", async () => {
  const { takenAt, work: asked } = await observed({});
  expect(takenAt).toBe(now);
  expect(asked).toEqual(work());
});

test("the projects of the ledger's grants are looked at too, and their secrets", async () => {
  const granted = grant("registry/old", { projects: ["api", "gone"] });
  const { projects, secrets } = await observed({
    projects: [project("web"), project("api")],
    grants: [granted],
  });
  expect([...projects].map(([name, read]) => [name, read.kind])).toEqual([
    ["web", "known"],
    ["api", "known"],
    ["gone", "absent"],
  ]);
  expect([...secrets.keys()].sort()).toEqual([secretArn("registry/old"), "registry/hub"]);
});

test("when CodeBuild does not answer, every project is unknown, and none is absent", async () => {
  const { projects } = await observed(
    { failing: { BatchGetProjects: "throttled" } },
    { projects: ["web", "api"] },
  );
  const reason = `BatchGetProjects on ${home} was throttled: Rate exceeded`;
  expect([...projects.values()]).toEqual([
    { kind: "unknown", reason },
    { kind: "unknown", reason },
  ]);
});

test("the secret of a project that uses another role is not looked at", async () => {
  const other = parseRoleArn(`arn:aws:iam::${accountId}:role/other`);
  expect((await observed({ projects: [project("web", { role: other })] })).secrets.size).toBe(0);
});

test("each thing is read once, however many projects and grants lead to it", async () => {
  const cmk = key("1111-2222");
  const encrypted = secret("registry/hub", { keyId: cmk.arn });
  const account = memoryAccount({
    ...world,
    projects: [project("web"), project("api"), project("job", { credential: encrypted.arn })],
    secrets: [encrypted],
    keys: [cmk],
    grants: [grant("registry/hub", { projects: ["web", "api"] })],
  });
  await observe(work({ projects: ["web", "api", "job"] }), account, settings);
  expect([...account.calls].sort()).toEqual([
    `BatchGetProjects ${home}`,
    `DescribeKey ${cmk.arn} in ${home}`,
    `DescribeSecret registry/hub in ${home}`,
    `GetKeyPolicy ${cmk.arn} in ${home}`,
    `GetResourcePolicy ${encrypted.arn}`,
    "GetRole web-build",
    "ListAttachedRolePolicies web-build",
    `ListGrants ${cmk.arn}`,
    "ListRolePolicies web-build",
    `ListSecretVersionIds ${encrypted.arn}`,
  ]);
});

test("a resource policy is parsed, and unknown when it may not be read", async () => {
  const told = await observed({ resourcePolicies: { [hub.arn]: '{"Statement":[]}' } });
  expect(told.secrets.get("registry/hub")).toMatchObject({
    resourcePolicy: { kind: "known", value: { Statement: [] } },
  });
  const denied = await observed({ failing: { GetResourcePolicy: "denied" } });
  expect(denied.secrets.get("registry/hub")).toMatchObject({ resourcePolicy: { kind: "unknown" } });
});

const boundaryArn = `arn:aws:iam::${accountId}:policy/limit`;
const statements = '{"Statement":[]}';

test.each<readonly [what: string, contents: Contents, expected: object]>([
  [
    "a role with all that hangs on it",
    {
      roles: [roleRecord({ boundaryArn, tags: { team: "web" } })],
      inlinePolicies: { own: "text" },
      managedPolicies: { [boundaryArn]: statements },
      policies: { [boundaryArn]: statements },
    },
    {
      kind: "known",
      value: {
        arn: role,
        name: "web-build",
        tags: { team: "web" },
        trust: { Statement: [] },
        boundary: { kind: "known", value: { Statement: [] } },
        inlinePolicies: new Map([["own", "text"]]),
        managedPolicies: { kind: "known", value: new Map([[boundaryArn, { Statement: [] }]]) },
      },
    },
  ],
  ["no boundary", {}, { kind: "known", value: { boundary: { kind: "absent" } } }],
  [
    "a boundary that is not there forbids",
    { roles: [roleRecord({ boundaryArn })] },
    { kind: "known", value: { boundary: { kind: "unknown" } } },
  ],
  [
    "attached policies that may not be read",
    { failing: { ListAttachedRolePolicies: "denied" } },
    { kind: "known", value: { managedPolicies: { kind: "unknown" } } },
  ],
  [
    "an attached policy that is no JSON",
    { managedPolicies: { [boundaryArn]: "{" } },
    { kind: "known", value: { managedPolicies: { kind: "unknown" } } },
  ],
  ["a role that is not there", { roles: [] }, { kind: "absent" }],
  [
    "a role of the same name under another path",
    { roles: [roleRecord({ arn: parseRoleArn(`arn:aws:iam::${accountId}:role/web-build`) })] },
    { kind: "absent" },
  ],
  ["a role that may not be read", { failing: { GetRole: "denied" } }, { kind: "unknown" }],
  ["inline policies that may not be read", { failing: { ListRolePolicies: "denied" } }, { kind: "unknown" }],
  ["a trust policy that is no JSON", { roles: [roleRecord({ trust: "" })] }, { kind: "unknown" }],
])("%s", async (_, contents, expected) => {
  expect((await observed(contents)).role).toMatchObject(expected);
});

test("a role of another account is not asked for in this one, where another may have its name", async () => {
  const foreign = parseRoleArn("arn:aws:iam::999988887777:role/service-role/web-build");
  const account = memoryAccount(world);
  const { role: read } = await observe(work({ role: foreign }), account, settings);
  expect(read.kind).toBe("unknown");
  expect(account.calls.filter((call) => call.includes("web-build"))).toEqual([]);
});

test("the policies of others are read only when a secret may be granted", async () => {
  const account = memoryAccount({
    ...world,
    roles: [roleRecord({ boundaryArn })],
    secrets: [secret("registry/hub", { tags: {} })],
  });
  const { role: read } = await observe(work(), account, settings);
  expect(read).toMatchObject({ kind: "known", value: { managedPolicies: { kind: "unknown" } } });
  expect(account.calls.filter((call) => /Attached|PolicyVersion/.test(call))).toEqual([]);
});

test("a mistake in the code is thrown, not taken for an unknown", async () => {
  const account = memoryAccount(world);
  const broken = {
    ...account,
    secrets: { ...account.secrets, describe: () => Promise.reject(new TypeError("bug")) },
  };
  await expect(observe(work(), broken, settings)).rejects.toThrow("bug");
});

test.each([
  ["of this account", role],
  ["of another account", parseRoleArn("arn:aws:iam::999988887777:role/service-role/web-build")],
])("without the ledger nothing is observed of a role %s", async (_, asked) => {
  const account = memoryAccount(world);
  const broken = { ...account.ledger, grants: () => Promise.reject(new Error("ledger")) };
  const observing = observe(work({ role: asked }), { ...account, ledger: broken }, settings);
  await expect(observing).rejects.toThrow("ledger");
});
