/** What AWS would not tell is named as unknown; the rest of the report stands. */

import { describe, expect, onTestFinished, test } from "vitest";
import { type AuditReport, audit } from "../../packages/audit/src/index.ts";
import { createPacer } from "../../packages/audit/src/pacer.ts";
import { awsConnection } from "../../packages/core/src/aws/index.ts";
import { Throttled } from "../../packages/core/src/errors.ts";
import { connect } from "../../packages/sandbox/src/index.ts";
import { allow, createAccount, deny, fillAccount, home } from "./support/account.ts";
import { auditOf, portsOf, questionTo } from "./support/audit.ts";

/** The report for an auditor who may do everything but that. */
async function without(...actions: readonly string[]): Promise<AuditReport> {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  await fillAccount(teams);
  const principal = await teams.role("auditor", "ec2.amazonaws.com");
  await teams.inline("auditor", "Audit", allow("*", "*"), ...actions.map((action) => deny(action, "*")));
  return auditOf(sandbox, { principal });
}

const verdictsOf = ({ projects }: AuditReport) =>
  Object.fromEntries(projects.map(({ name, verdict }) => [name, verdict]));

/** Not those of service control policies, which no member account may read. */
const unknownsOf = ({ unknowns }: AuditReport) =>
  unknowns
    .filter(({ text }) => !text.startsWith("service control policies"))
    .map(({ text, projects }) => `${projects}: ${text.replace(/: User: .*/s, "")}`);

describe("denied", () => {
  test("the list of secrets: every project is judged all the same", async () => {
    const report = await without("secretsmanager:ListSecrets");
    expect(verdictsOf(report)).toMatchObject({ "open-web": "pulls", "open-api": "fails", keyed: "fails" });
    expect(unknownsOf(report)).toEqual([
      "0: registry secrets in eu-central-1 that no project names: secretsmanager:ListSecrets on eu-central-1 was denied",
    ]);
  });

  test("the roles in bulk: they are read one by one, and who else reads the secrets is unknown", async () => {
    const report = await without("iam:GetAccountAuthorizationDetails");
    expect(verdictsOf(report)).toMatchObject({ "open-web": "pulls", "open-api": "fails", locked: "fails" });
    expect(unknownsOf(report)).toEqual([
      "0: who else can read the secrets: iam:GetAccountAuthorizationDetails on the account was denied",
    ]);
  });

  test("resource policies: whether those projects pull is unknown, each for that reason", async () => {
    const report = await without("secretsmanager:GetResourcePolicy");
    expect(verdictsOf(report)).toMatchObject({
      "open-web": "unknown",
      public: "anonymous",
      missing: "fails",
    });
    expect(unknownsOf(report)[0]).toMatch(
      /^\d+: secret's resource policy: secretsmanager:GetResourcePolicy on .* was denied$/,
    );
    expect(report.projects.find(({ name }) => name === "open-web")?.next).toMatchObject([
      { text: expect.stringContaining("secretsmanager:GetResourcePolicy") },
    ]);
  });

  test("the projects: nothing was seen, and the report says so", async () => {
    const report = await without("codebuild:ListProjects");
    expect(report).toMatchObject({ unread: [home], projects: [], counts: { projects: 0 } });
    expect(unknownsOf(report)).toEqual(["0: the projects of eu-central-1: codebuild:ListProjects failed"]);
  });
});

test("a consent that the list of secrets does not show yet is asked of Secrets Manager itself", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  const credential = await teams.secret("registry/ghcr", "web");
  await teams.project("web", { credential });
  const ports = portsOf(
    awsConnection((region) => connect(sandbox, { region })),
    sandbox,
  );
  const secrets = async (region: string) => {
    const listed = await ports.account.secrets(region);
    return listed.map((secret) => ({ ...secret, tags: { "pullpass/projects": "other" } }));
  };
  const stale = { ...ports, account: { ...ports.account, secrets } };
  const report = await audit(questionTo(sandbox, {}), stale, () => undefined);
  expect(report.projects[0]?.findings.map(({ rule, mender }) => [rule, mender === "pullpass"])).toEqual([
    ["access-missing", true],
  ]);
});

test("an ignored project is judged like any other, and pullpass is not said to repair it", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  const credential = await teams.secret("registry/ghcr", "web");
  await teams.project("web", { credential, tags: { "pullpass/ignore": "" } });
  const [project] = (await auditOf(sandbox)).projects;
  expect(project).toMatchObject({
    verdict: "fails",
    findings: [{ rule: "access-missing", mender: "role owner" }],
  });
});

test("a role that reads every registry secret is said once", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  await teams.secret("registry/one", "all");
  await teams.secret("registry/two", "all");
  await teams.role("admin", "ec2.amazonaws.com");
  await teams.managed("admin", "Everything", allow("*", "*"));
  const report = await auditOf(sandbox);
  expect(report.readersOfEverything.map(({ role }) => role)).toEqual([teams.arnOf("admin")]);
  expect(report.secrets.map(({ name, readers }) => [name, readers])).toEqual([
    ["registry/one", []],
    ["registry/two", []],
  ]);
});

test("who can read is said by project: those that the grant is for, and whoever assumes the role otherwise", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  const secret = await teams.secret("registry/one", "web");
  await teams.role("build", "codebuild.amazonaws.com");
  for (const name of ["deploy", "web"]) await teams.project(name, { role: "build", credential: secret });
  const reading = (condition: object) => ({
    ...allow("secretsmanager:GetSecretValue", secret),
    Condition: condition,
  });
  const web = { "codebuild:ProjectArn": `arn:aws:codebuild:${home}:111122223333:project/web` };
  const readers = async (condition: object) => {
    await teams.inline("build", "pullpass-eu-central-1", reading(condition));
    const report = await auditOf(sandbox);
    return report.secrets[0]?.readers.map(({ role, state, projects, outside }) => ({
      role: role.split("/").at(-1),
      state,
      projects: projects.map((arn) => arn.split("/").at(-1)),
      outside,
    }));
  };
  const only = { role: "build", state: "allowed", projects: ["web"] };
  expect(await readers({ ArnEqualsIfExists: web })).toEqual([{ ...only, outside: "allowed" }]);
  expect(await readers({ ArnEquals: web })).toEqual([{ ...only, outside: "denied" }]);
  expect(await readers({ Bool: { "aws:SecureTransport": "true" } })).toEqual([
    { ...only, projects: ["deploy", "web"], outside: "allowed" },
  ]);
});

describe("a pacer", () => {
  const throttled = () => new Throttled({ call: "kms:ListGrants", resource: "a key" }, undefined);

  test("tries what was throttled again, and gives up in the end", async () => {
    const pacer = createPacer({ atOnce: 2, atOnceMax: 4, firstWaitMs: 1 });
    let attempts = 0;
    const late = pacer(async () => {
      attempts += 1;
      if (attempts < 3) throw throttled();
      return "done";
    });
    await expect(late).resolves.toBe("done");
    await expect(pacer(async () => Promise.reject(throttled()))).rejects.toThrow(Throttled);
  });

  test("never runs more calls at once than it may, and fewer after a throttling", async () => {
    const pacer = createPacer({ atOnce: 8, atOnceMax: 8, firstWaitMs: 1 });
    let running = 0;
    const seen: number[] = [];
    const call = (fails: boolean) => async () => {
      running += 1;
      seen.push(running);
      await new Promise(setImmediate);
      running -= 1;
      if (fails) throw new Error("no throttling");
    };
    await Promise.all(Array.from({ length: 40 }, () => pacer(call(false))));
    expect(Math.max(...seen)).toBe(8);
    seen.length = 0;
    let isFirst = true;
    await pacer(async () => {
      if (isFirst) {
        isFirst = false;
        throw throttled();
      }
    });
    await Promise.all(Array.from({ length: 8 }, () => pacer(call(false))));
    expect(Math.max(...seen)).toBeLessThan(8);
  });
});
