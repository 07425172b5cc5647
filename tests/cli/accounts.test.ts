/** Several accounts in one report, each read as a role in it. */
import { inflateRawSync } from "node:zlib";
import { CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { beforeAll, expect, test } from "vitest";
import { administrator, connect, createSandbox, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { formFaults } from "../support/json-forms.ts";
import { home, pullpass } from "./support/run.ts";

const [own, shop, bank, closed] = ["111122223333", "444455556666", "777788889999", "999900001111"] as const;

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    seed: 1,
    regions: [home, "us-east-1"],
    account: own,
    accounts: [own, shop, bank, closed],
  });
  await fill(shop, "web", {});
  await fill(bank, "teller", { StringEquals: { "sts:ExternalId": "agreed" } });
  return () => sandbox.dispose();
});

/** With a project that cannot pull, and a role for whoever audits. */
async function fill(account: string, project: string, Condition: object): Promise<void> {
  const as = connect(sandbox, { region: home, principal: administrator(sandbox, account) });
  const [iam, codebuild] = [new IAMClient(as), new CodeBuildClient(as)];
  const role = (RoleName: string, Principal: object, Condition: object) =>
    iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
        }),
      }),
    );
  await role("audit", { AWS: `arn:aws:iam::${own}:root` }, Condition);
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "audit",
      PolicyName: "read",
      PolicyDocument: JSON.stringify(everything),
    }),
  );
  await role(project, { Service: "codebuild.amazonaws.com" }, {});
  await codebuild.send(
    new CreateProjectCommand({
      name: project,
      serviceRole: `arn:aws:iam::${account}:role/${project}`,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "ghcr.io/acme/web:1",
        registryCredential: { credential: "registry/nowhere", credentialProvider: "SECRETS_MANAGER" },
      },
    }),
  );
}

const audit = (...args: readonly string[]) => pullpass(sandbox, ["audit", ...args]);
const several = (...accounts: readonly string[]) => [
  "--accounts",
  accounts.join(","),
  "--role-name",
  "audit",
];

test("another account is looked at as a role in it", async () => {
  const { out, code } = await audit("--role-arn", `arn:aws:iam::${shop}:role/audit`, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    account: shop,
    caller: `arn:aws:sts::${shop}:assumed-role/audit/pullpass`,
    projects: [{ name: "web" }],
    commandOptions: { pullpass: ["--role-arn", `arn:aws:iam::${shop}:role/audit`] },
  });
});

test("a role that asks for an external id gets it", async () => {
  const bankRole = ["--role-arn", `arn:aws:iam::${bank}:role/audit`, "--format", "names"];
  expect(await audit(...bankRole)).toMatchObject({
    code: 3,
    err: expect.stringContaining("cannot be assumed"),
  });
  expect(await audit(...bankRole, "--external-id", "agreed")).toMatchObject({ code: 0, out: "teller\n" });
});

test("several accounts are one report, and one that cannot be read is said to be and ends nothing", async () => {
  const { out, code } = await audit(...several(shop, closed, bank), "--external-id", "agreed", "--json");
  expect(code).toBe(3);
  const told = JSON.parse(out);
  expect(formFaults(told)).toEqual([]);
  expect(told).toMatchObject({
    schema: "pullpass-audit-accounts/1",
    accounts: [
      { account: shop, projects: [{ name: "web" }] },
      { account: bank, projects: [{ name: "teller" }] },
    ],
    unread: [{ account: closed, why: expect.stringContaining(`arn:aws:iam::${closed}:role/audit`) }],
  });
  expect((await audit(...several(shop, bank), "--external-id", "agreed")).code).toBe(0);
  const table = await audit(...several(closed, shop), "--fail-on", "high");
  expect(table.code).toBe(1);
  expect(table.out).toContain(`Account ${shop} in ${home}`);
  expect(table.out).toContain(`Account ${closed} could not be read: `);
  const sarif = JSON.parse((await audit(...several(shop, closed), "--format", "sarif")).out);
  expect(sarif).toMatchObject({
    version: "2.1.0",
    runs: [{ automationDetails: { id: `pullpass/${shop}/` } }],
  });
});

test("several accounts are one CSV, each project with its account", async () => {
  const { out, err, code } = await audit(
    ...several(shop, closed, bank),
    ...["--external-id", "agreed", "--format", "csv"],
  );
  const [titles, ...rows] = out.split("\r\n").map((line) => line.split(",").slice(0, 3));
  expect(titles).toEqual(['"account"', '"region"', '"project"']);
  expect(rows).toEqual([
    [`"${shop}"`, `"${home}"`, '"web"'],
    [`"${bank}"`, `"${home}"`, '"teller"'],
  ]);
  expect(err).toContain(`Account ${closed} could not be read: `);
  expect(code).toBe(3);
});

test("several accounts are one page, each project and cause with its account", async () => {
  const { out, code } = await audit(
    ...several(shop, closed, bank),
    ...["--external-id", "agreed", "--format", "html"],
  );
  expect(code).toBe(3);
  expect(out).toContain("<h1>2 of 2 projects cannot pull</h1>");
  expect(out).toContain(`<dd>${shop}, ${bank}</dd>`);
  expect(out).toContain(`Account ${closed} could not be read: `);
  const data = /id="lines">([^<]*)/.exec(out)?.[1] ?? "";
  expect(JSON.parse(inflateRawSync(Buffer.from(data, "base64")).toString())).toMatchObject({
    accounts: [shop, bank],
    projects: [
      { account: shop, name: "web" },
      { account: bank, name: "teller" },
    ],
    causes: [
      { account: shop, projects: [0] },
      { account: bank, projects: [1] },
    ],
  });
});

test("a page of accounts of which not one could be read claims nothing about them", async () => {
  const { out, code } = await audit(...several(closed), "--format", "html");
  expect(code).toBe(3);
  expect(out).toContain("<h1>No project could be read</h1>");
  expect(out).not.toMatch(/No project (?:pulls|that was read)/);
});

test("where not one can be read, that is the end of it", async () => {
  expect((await audit(...several(closed))).code).toBe(3);
});

test.each([
  [["--accounts", shop], "go together"],
  [["--role-name", "audit"], "go together"],
  [several("acme"), "acme is not an account"],
  [[...several(shop), "--format", "asff"], "--format asff is of one account"],
  [["--role-arn", "audit"], "A role looks like"],
])("%j is not understood", async (args, says) => {
  expect(await audit(...args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(says) });
});
