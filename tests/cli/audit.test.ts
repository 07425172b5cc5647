/** `pullpass audit` as a person and as CI see it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Sandbox } from "../../packages/sandbox/src/index.ts";
import { createAccount, fillAccount } from "../audit/support/account.ts";
import { pullpass } from "./support/run.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  const account = await createAccount();
  sandbox = account.sandbox;
  await fillAccount(account.teams);
  return () => sandbox.dispose();
});

test("lists what cannot pull first, why, and the one next thing to do", async () => {
  const { out, err, code } = await pullpass(sandbox, ["audit", "--by", "project"]);
  expect({ err, code }).toEqual({ err: "", code: 0 });
  expect(out).toMatchInlineSnapshot(`
    "Account 111122223333 in eu-central-1 as arn:aws:sts::111122223333:assumed-role/Administrator/admin

                PROJECT     REGION        IMAGE
    ✘ fails     abroad      eu-central-1  quay.io/acme/app:1
                The secret registry/quay of project abroad does not exist.
                next: Create it in eu-central-1 with JSON of "username" and "password", and consent to the project with its tags; or correct the credential of project abroad.
    ✘ fails     denied      eu-central-1  ghcr.io/acme/app:1
                The role of project denied may not read its secret, and a grant by pullpass alone does not change that.
                next: In the resource policy of arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/shut-cqph6X, give statement 1 (Nobody) this Condition, which excludes the role denied; or give the project a role that it does not deny.
                        {"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/denied"}}
                      Then pullpass repairs the rest.
                        pullpass apply denied --region eu-central-1
    ✘ fails     intranet    eu-central-1  10.0.0.7:5000/app
                CodeBuild cannot reach the registry 10.0.0.7 of project intranet. (3 findings)
                next: Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.
    ✘ fails     keyed       eu-central-1  ghcr.io/acme/app:1
                The role of project keyed may not decrypt its secret.
                next: pullpass repairs it.
                        pullpass apply keyed --region eu-central-1
    ✘ fails     locked      eu-central-1  ghcr.io/acme/app:1
                The role of project locked may not read its secret, and a grant by pullpass alone does not change that.
                next: Add this statement for locked to the permissions boundary of arn:aws:iam::111122223333:role/locked.
                        {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69"}
                      Then pullpass repairs the rest.
                        pullpass apply locked --region eu-central-1
    ✘ fails     missing     eu-central-1  ghcr.io/acme/app:1
                The secret registry/nowhere of project missing does not exist.
                next: Create it in eu-central-1 with JSON of "username" and "password", and consent to the project with its tags; or correct the credential of project missing.
    ✘ fails     no-consent  eu-central-1  ghcr.io/acme/app:1
                The role of project no-consent may not read its secret. (2 findings)
                next: If project no-consent may use it, the secret's owner adds it to the consent.
                        pullpass allow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69 no-consent
    ✘ fails     open-api    eu-central-1  ghcr.io/acme/app:1
                The role of project open-api may not read its secret.
                next: pullpass repairs it.
                        pullpass apply open-api --region eu-central-1
    ✘ fails     pull-type   eu-central-1  ghcr.io/acme/app:1
                Project pull-type has a registry credential and does not pull with it.
                next: pullpass repairs it.
                        pullpass apply pull-type --region eu-central-1
    · no login  public      eu-central-1  alpine:3
    ✔ pulls     by-name     eu-central-1  ghcr.io/acme/app:1
                Project by-name does not name its secret by the full ARN, so another secret can take its place.
                next: pullpass repairs it.
                        pullpass apply by-name --region eu-central-1
    ✔ pulls     open-web    eu-central-1  ghcr.io/acme/app:1

    Who can read the registry secrets
      registry/ghcr eu-central-1: 7 projects, 3 of their roles can read it
        also: admin (arn:aws:iam::111122223333:policy/Everything; whoever else may assume it); former (pullpass-eu-central-1; whoever else may assume it)
      registry/keyed eu-central-1: 1 project, 0 of their roles can read it
        also: admin (arn:aws:iam::111122223333:policy/Everything; whoever else may assume it)
      registry/shut eu-central-1: 1 project, 0 of their roles can read it

    Grants that nobody needs any more
      former may read arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69 eu-central-1
        No project of the role pulls with it, or the secret does not consent to those that do.

    13 projects: 9 cannot pull, 1 needs no registry, 1 pulls without a credential, 2 can pull.
    Findings: 10 high, 1 medium, 1 low, 2 info.
    "
  `);
});

describe("a part of it", () => {
  const names = async (...args: readonly string[]) =>
    (await pullpass(sandbox, ["audit", "--format", "names", ...args])).out.trimEnd().split("\n");

  test.each([
    ["--only pulls", ["by-name", "open-web"]],
    ["--only pulls --only anonymous", ["by-name", "open-web", "public"]],
    ["--rule secret-not-found", ["abroad", "missing"]],
    ["--secret registry/shut", ["denied"]],
    ["--secret registry/nowhere", ["missing"]],
    ["--role locked --role keyed", ["keyed", "locked"]],
    ["--severity low --only pulls", ["by-name"]],
    ["--only fails --rule credential-not-arn", [""]],
  ])("%s", async (args, expected) => {
    expect(await names(...args.split(" "))).toEqual(expected);
  });

  test("is said, and counted, in every form", async () => {
    const filter = ["--rule", "secret-not-found"];
    const json = JSON.parse((await pullpass(sandbox, ["audit", "--format", "json", ...filter])).out);
    expect(json).toMatchObject({
      filter: { rules: ["secret-not-found"], verdicts: null },
      counts: { projects: 2, findings: { high: 2, medium: 0, low: 0, info: 0 } },
      unneeded: [],
    });
    const { out } = await pullpass(sandbox, ["audit", ...filter]);
    expect(out).toContain("Only what --rule secret-not-found asks for is shown and counted.");
    expect(out).toContain("2 projects: 2 cannot pull.");
    const sarif = JSON.parse((await pullpass(sandbox, ["audit", "--format", "sarif", ...filter])).out);
    expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
      "secret-not-found",
      "secret-not-found",
    ]);
    expect(sarif.runs[0].properties.filter).toBe("--rule secret-not-found");
  });

  test("decides how it ends: what is not shown fails nothing", async () => {
    const end = async (...args: string[]) =>
      (await pullpass(sandbox, ["audit", "--fail-on", "high", ...args])).code;
    expect(await end("--only", "fails")).toBe(1);
    expect(await end("--only", "pulls")).toBe(0);
  });

  test("a cause that is gone is said to be", async () => {
    const nobody = await pullpass(sandbox, ["audit", "--cause", "00000000"]);
    expect(nobody).toMatchObject({ code: 0, err: expect.stringContaining("No project has that cause.") });
  });

  test("a verdict or a rule that there is none of is not understood", async () => {
    const wrong = await pullpass(sandbox, ["audit", "--only", "failing"]);
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toContain("Allowed choices are pulls, fails, unknown, anonymous, no-registry.");
  });
});

describe("ends for CI", () => {
  test.each([
    ["with 0 where no severity is named", [], 0],
    ["with 1 at a finding of that severity", ["--fail-on", "high"], 1],
    ["with 1 at a worse one", ["--fail-on", "info"], 1],
    ["with 0 where all findings are milder", ["--project", "by-name", "--fail-on", "medium"], 0],
    ["with 1 where one is not", ["--project", "by-name", "--fail-on", "low"], 1],
  ])("%s", async (_what, args, code) => {
    expect((await pullpass(sandbox, ["audit", ...args])).code).toBe(code);
  });

  test("with 2 where the command is not understood", async () => {
    const wrong = await pullpass(sandbox, ["audit", "--format", "xml"]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatchInlineSnapshot(`
      "pullpass: option '--format <form>' argument 'xml' is invalid. Allowed choices are table, json, html, csv, sarif, asff, names.
        --help shows what is accepted.
      "
    `);
  });

  test("with 3 where a project that is named is nowhere", async () => {
    const { code, err, out } = await pullpass(sandbox, ["audit", "--project", "nobody"]);
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toMatchInlineSnapshot(`
      "pullpass: There is no project nobody in eu-central-1 of account 111122223333.
        Look at the name, the --region and the --profile: aws codebuild list-projects shows what is there.
      "
    `);
  });

  test("with 3 where nobody is signed in, in two lines", async () => {
    const environment = { AWS_REGION: "eu-central-1" };
    sandbox.before((call) => {
      if (call.operation === "GetCallerIdentity" && isSignedOut) {
        throw Object.assign(new Error("expired"), { name: "ExpiredTokenException" });
      }
    });
    let isSignedOut = true;
    const { code, err } = await pullpass(sandbox, ["audit"], { environment });
    isSignedOut = false;
    expect(code).toBe(3);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });
});

test("a project that is nowhere is named beside those that were found, and fails the command", async () => {
  const { code, out, err } = await pullpass(sandbox, [
    "audit",
    "--by",
    "project",
    "--project",
    "open-web",
    "--project",
    "opne-api",
  ]);
  expect(code).toBe(3);
  expect(out).toContain("✔ pulls  open-web");
  expect(err).toMatchInlineSnapshot(`
    "pullpass: There is no project opne-api in eu-central-1 of account 111122223333.
      Did you mean open-api?
    "
  `);
});

test("a project that was named is shown, also one that needs no registry", async () => {
  const { code, out } = await pullpass(sandbox, ["audit", "--by", "project", "--project", "curated"]);
  expect(code).toBe(0);
  expect(out).toContain("· other  curated");
});

test("findings are sent in the AWS format alone: else the command is not understood", async () => {
  const { code, err, out } = await pullpass(sandbox, ["audit", "--send"]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe(
    "pullpass: only findings in the AWS format can be sent: add --format asff\n  --help shows what is accepted.\n",
  );
});

test("writes a file for the next step of a pipeline, and says so beside it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pullpass-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "pullpass.sarif");
  const { out, err, code } = await pullpass(sandbox, ["audit", "--format", "sarif", "--output", file]);
  expect({ out, err, code }).toEqual({ out: "", err: `Written to ${file}.\n`, code: 0 });
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ version: "2.1.0" });
  const nowhere = await pullpass(sandbox, ["audit", "--output", join(folder, "no", "where")]);
  expect(nowhere.code).toBe(3);
  expect(nowhere.err).toContain("Name another --output.");
});

test("prints the whole report as JSON, several Regions in one", async () => {
  const { out } = await pullpass(sandbox, [
    "audit",
    "--region",
    "eu-central-1",
    "--region",
    "us-east-1",
    "--format",
    "json",
  ]);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ schema: "pullpass-audit/2", regions: ["eu-central-1", "us-east-1"] });
  const abroad = report.projects.find(({ name }: { name: string }) => name === "abroad");
  expect(abroad.next).toEqual([
    { kind: "pullpass", command: "apply", project: "abroad", region: "eu-central-1" },
  ]);
});

test("the help tells how it ends and how it is used", async () => {
  expect((await pullpass(undefined, ["audit", "--help"])).out).toMatchInlineSnapshot(`
    "Usage: pullpass audit [options]

    show which builds cannot pull and why, and who can read the registry secrets; changes nothing

    Options:
      --all-regions           every Region of the partition
      --accounts <ids>        these accounts, with commas between them, each as the role --role-name in it
      --role-name <name>      the role to read each of --accounts as, with its path if it has one
      --check-registries      look at the projects' registries over the network, too, from this computer
      --project <name>        only this project; may be repeated
      --by <what>             what the table lists: each cause once, or each project (choices: "cause", "project",
                              default: "cause")
      --full                  tell each cause with all that mends it, also where a terminal shows many
      --output <file>         write it there instead of to standard output
      --send                  send the findings to Security Hub, where it is turned on; with --format asff
      --fail-on <severity>    end with 1 if there is a finding as bad as that (choices: "high", "medium", "low",
                              "info")
      --format <form>         how to show it (choices: "table", "json", "html", "csv", "sarif", "asff", "names",
                              default: "table")
      --json                  the same as --format json
      --only <verdict>        only projects with that verdict: pulls, fails, unknown, anonymous, no-registry; may
                              be repeated
      --rule <id>             only findings of that rule, and their projects; may be repeated
      --severity <severity>   only findings as bad as that, and their projects (choices: "high", "medium", "low",
                              "info")
      --secret <name>         only projects that use that secret, by name or ARN; may be repeated
      --role <name>           only projects that run as that role, by name or ARN; may be repeated
      --cause <id>            only projects with that cause; may be repeated
      --search-region <name>  one more Region in which secrets given by name are looked for; may be repeated
      --tag-prefix <text>     how pullpass's tags begin (default: "pullpass/")
      --policy-name <name>    how the inline policies that pullpass owns begin (default: "pullpass")
      --bind-grants <how>     how grants are bound to projects, as the option bindGrants of a deployment (choices:
                              "ifExists", "strict", "off", default: "ifExists")
      --shared-roles <how>    what becomes of roles that others may assume, as the option sharedRoles of a
                              deployment (choices: "flag", "refuse", default: "flag")
      -h, --help              display help for command

    Global Options:
      --profile <name>        profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>         AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --role-arn <arn>        look at an account as this role, which your credentials may assume
      --external-id <id>      what the trust policy of that role asks for
      -q, --quiet             print only the answer, and what is wrong: no progress, notes or hints
      --debug                 tell errors with their stack
      -V, --version           output the version number

    What could not be read in part is named as unknown, and never fails the command. Only what the filters ask for is
    shown, in every form, and only that decides between the exit codes 0 and 1.

    Examples:
      pullpass audit --profile prod --region eu-central-1 --region us-east-1
      pullpass audit --all-regions --format json | jq '.projects[] | select(.verdict == "fails") | .name'
      pullpass audit --accounts 111122223333,444455556666 --role-name audit
      pullpass audit --by project --only fails --only unknown
      pullpass audit --rule secret-not-found --fail-on high
      pullpass audit --check-registries
      pullpass audit --format html --output pullpass.html
      pullpass audit --format sarif --output pullpass.sarif --fail-on high
      pullpass audit --format csv > projects.csv
      pullpass audit --all-regions --format asff --send

    Exit code:
      0  looked, and no finding is as bad as --fail-on says
      1  there is such a finding, among what the filters ask for
      2  the command was not understood
      3  nothing could be looked at: not signed in, or no project could be read; or a project that was named is nowhere, or an account that was named could not be read
    "
  `);
});
