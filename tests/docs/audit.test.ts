/** The page on auditing, held against what an auditor with that policy, and no other permission, sees. */
import { readFile } from "node:fs/promises";
import { CodeBuildClient, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { beforeAll, expect, test } from "vitest";
import { awsConnection, codeBuildBuilds } from "../../packages/core/src/aws/index.ts";
import { pullVerdicts } from "../../packages/core/src/diagnose/diagnosis.ts";
import { connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { createAccount, fillAccount, home } from "../audit/support/account.ts";
import { auditOf } from "../audit/support/audit.ts";

let sandbox: Sandbox;
let page: string;
let auditor: string;

beforeAll(async () => {
  page = await readFile(new URL("../../docs/audit.md", import.meta.url), "utf8");
  const account = await createAccount();
  sandbox = account.sandbox;
  await fillAccount(account.teams);
  auditor = await account.teams.role("auditor", "ec2.amazonaws.com");
  const iam = new IAMClient(connect(sandbox, { region: home }));
  const PolicyDocument = /<!-- audit-policy -->\n```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  await iam.send(new PutRolePolicyCommand({ RoleName: "auditor", PolicyName: "Audit", PolicyDocument }));
  return () => sandbox.dispose();
});

test.each(["all", ["open-web", "locked", "keyed"]] as const)(
  "the policy on the page is enough for an audit of %j",
  async (projects) => {
    const before = sandbox.calls.length;
    const report = await auditOf(sandbox, { projects, principal: auditor });
    expect(report).toMatchObject({ projects: (await auditOf(sandbox, { projects })).projects });
    const denied = sandbox.calls
      .slice(before)
      .filter(({ outcome }) => outcome !== "ok" && !/NotFound|NoSuch|NotInUse/.test(outcome));
    expect(denied).toEqual([]);
  },
);

test("the policy on the page is enough to explain a build", async () => {
  const administrator = new CodeBuildClient(connect(sandbox, { region: home }));
  const { build } = await administrator.send(new StartBuildCommand({ projectName: "open-web" }));
  const connection = awsConnection((region) => connect(sandbox, { region, principal: auditor }));
  expect(await codeBuildBuilds(connection).read(home, [build?.id ?? ""])).toMatchObject([
    { project: "open-web" },
  ]);
});

/** What a deployment repairs, so that only an audit tells of it; and what is left over. */
const repaired = [
  "access-missing",
  "credential-not-arn",
  "decrypt-missing",
  "grant-unneeded",
  "pull-type-wrong",
];

test("the page names every verdict, and every rule that a deployment repairs", () => {
  for (const word of [...pullVerdicts, ...repaired]) expect(page).toContain(`\`${word}\``);
});
