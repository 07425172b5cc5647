/** What an audit says of an account, held against what builds and roles in that account really can. */

import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { beforeAll, expect, test } from "vitest";
import type { AuditReport, ProjectReport } from "../../packages/audit/src/index.ts";
import { printedSteps } from "../../packages/core/src/index.ts";
import { connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { createAccount, fillAccount, home } from "./support/account.ts";
import { auditOf } from "./support/audit.ts";

let sandbox: Sandbox;
let report: AuditReport;

beforeAll(async () => {
  const account = await createAccount();
  sandbox = account.sandbox;
  await fillAccount(account.teams);
  report = await auditOf(sandbox);
  return () => sandbox.dispose();
});

test("each project is told by its verdict, the links that break, its findings and the next thing to do", () => {
  const lines = report.projects.map(
    ({ name, verdict, chain, findings, next }) =>
      `${name}: ${verdict} | ${broken(chain)} | ${findings.map(({ rule }) => rule).join(" ")} | ${nextOf(next)}`,
  );
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "abroad: fails | secret | secret-not-found | Create it in eu-central-1 with JSON of "username" 
    by-name: pulls |  | credential-not-arn | pullpass apply by-name
    denied: fails | resource-policy | access-still-denied | In the resource policy of arn:aws:secretsmanager:e
    intranet: fails | registry consent identity-policies | registry-vpc-only access-missing secret-no-consent | Give the registry a public endpoint; or, where the
    keyed: fails | identity-policies | decrypt-missing | pullpass apply keyed
    locked: fails | boundary | access-still-denied | Add this statement for locked to the permissions b
    missing: fails | secret | secret-not-found | Create it in eu-central-1 with JSON of "username" 
    no-consent: fails | consent identity-policies | access-missing secret-no-consent | pullpass allow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69 no-consent
    open-api: fails | identity-policies | access-missing | pullpass apply open-api
    open-web: pulls |  |  | 
    public: anonymous |  |  | 
    pull-type: fails | project | pull-type-wrong | pullpass apply pull-type"
  `);
});

function nextOf(next: ProjectReport["next"]): string {
  const [step] = printedSteps(next);
  return step?.command?.split(" --")[0] ?? step?.text.slice(0, 50) ?? "";
}

function broken(chain: ProjectReport["chain"]): string {
  return chain.flatMap(({ step, state }) => (state === "denied" ? [step] : [])).join(" ");
}

test("a project that is said to pull does, and one that is said to fail fails", async () => {
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const ends = await Promise.all(
    report.projects.map(async ({ name, verdict }) => {
      const { build } = await codebuild.send(new StartBuildCommand({ projectName: name }));
      return { name, verdict, id: build?.id ?? "" };
    }),
  );
  await sandbox.clock.advance(60_000);
  await sandbox.settle();
  for (const { name, verdict, id } of ends) {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    const said = verdict === "fails" ? "FAILED" : "SUCCEEDED";
    expect(`${name} ${builds?.[0]?.buildStatus}`).toBe(`${name} ${said}`);
  }
});

test("the roles that are said to read a secret can, and no other role of the account", async () => {
  for (const secret of report.secrets) {
    const readers = [...secret.readers, ...report.readersOfEverything];
    const said = [...new Set(readers.map(({ role }) => role))].sort();
    const can: string[] = [];
    for (const role of [...report.roles.map(({ arn }) => arn)].sort()) {
      const client = new SecretsManagerClient(connect(sandbox, { region: secret.region, principal: role }));
      const read = client.send(new GetSecretValueCommand({ SecretId: secret.arn }));
      if (await read.then(Boolean, () => false)) can.push(role);
    }
    expect(said).toEqual(can);
  }
});

test("grants that no project needs any more are named, and by which policy they are given", () => {
  expect(
    report.unneeded.map(({ role, policy, why, finding }) => [role, policy, why, finding.severity]),
  ).toEqual([
    [
      "arn:aws:iam::111122223333:role/former",
      "pullpass-eu-central-1",
      "No project of the role pulls with it, or the secret does not consent to those that do.",
      "medium",
    ],
  ]);
});

test("each chain has every step in its order, and each link says why", () => {
  for (const { chain } of report.projects) {
    expect(chain.map(({ step }) => step)).toEqual(report.projects[0]?.chain.map(({ step }) => step));
    expect(chain.every(({ why }) => why !== "")).toBe(true);
  }
});

test("counts agree with what is listed", () => {
  expect(report.counts).toMatchInlineSnapshot(`
    {
      "findings": {
        "high": 10,
        "info": 2,
        "low": 1,
        "medium": 1,
      },
      "projects": 13,
      "roles": 14,
      "secrets": 3,
      "unneeded": 1,
      "verdicts": {
        "anonymous": 1,
        "fails": 9,
        "no-registry": 1,
        "pulls": 2,
        "unknown": 0,
      },
    }
  `);
});

test("a second Region in which a name is found makes the credential wrong, and pullpass able to repair it", async () => {
  const wide = await auditOf(sandbox, { searchRegions: ["us-east-1"] });
  const abroad = wide.projects.find(({ name }) => name === "abroad");
  expect(abroad?.verdict).toBe("fails");
  expect(abroad?.findings.map(({ rule, mender }) => [rule, mender === "pullpass"])).toEqual([
    ["credential-not-arn", true],
  ]);
  expect(printedSteps(abroad?.next ?? [])[0]?.command).toBe("pullpass apply abroad --region eu-central-1");
});

test("only the projects that are named are looked at, and nothing is said of grants that nobody needs", async () => {
  const some = await auditOf(sandbox, { projects: ["open-web", "nobody"] });
  expect(some.projects.map(({ name, verdict }) => [name, verdict])).toEqual([["open-web", "pulls"]]);
  expect(some.scope).toBe("some");
  expect(some.unneeded).toEqual([]);
  expect(some.unknowns.filter(({ text }) => !text.startsWith("service control"))).toEqual([]);
});

test("nothing is written and no secret's value is read: these are all the calls that an audit makes", async () => {
  const before = sandbox.calls.length;
  await auditOf(sandbox);
  const operations = sandbox.calls.slice(before).map(({ service, operation }) => `${service}:${operation}`);
  expect(operations.filter((each) => each === "organizations:DescribeOrganization")).toHaveLength(1);
  expect([...new Set(operations)].sort()).toMatchInlineSnapshot(`
    [
      "codebuild:BatchGetProjects",
      "codebuild:ListProjects",
      "iam:GetAccountAuthorizationDetails",
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:ListGrants",
      "organizations:DescribeOrganization",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:ListSecrets",
    ]
  `);
});
