import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { causesOf } from "../../packages/audit/src/index.ts";
import { dynamoDbLedger } from "../../packages/core/src/aws/index.ts";
import { tableDefinition } from "../../packages/core/src/index.ts";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { createWorld } from "../end-to-end/support/world.ts";
import { newest } from "../ledger/newest.ts";
import { accountOf, createAccount } from "./support/account.ts";
import { home, pullpass } from "./support/run.ts";

async function brokenProject() {
  const account = await createAccount();
  const arn = await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  return { account, arn };
}

test("all projects of a cause are repaired by its id, once it is allowed by its id", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr");
  for (const name of ["web", "api"]) await account.project(name, { credential: "registry/ghcr" });
  const idOfCause = async () => {
    const { out } = await pullpass(account.sandbox, ["audit", "--json"]);
    return causesOf(JSON.parse(out).projects)[0]?.id ?? "";
  };
  const withoutConsent = await idOfCause();
  const allowed = await pullpass(account.sandbox, ["allow", "registry/ghcr", "--cause", withoutConsent]);
  expect(allowed).toMatchObject({ code: 0, err: "", out: expect.stringContaining("api web") });
  const args = ["apply", "--cause", await idOfCause(), "--yes", "--json"];
  const { out, code } = await pullpass(account.sandbox, args);
  expect(code).toBe(0);
  expect(JSON.parse(out).roles).toHaveLength(2);
  expect([await account.build("web"), await account.build("api")]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  expect(await pullpass(account.sandbox, args)).toMatchObject({
    code: 3,
    err: expect.stringContaining("No project in eu-central-1 has the cause"),
  });
  expect((await pullpass(account.sandbox, [...args, "web"])).code).toBe(2);
});

test("the help says what is accepted, what comes out, and how it is used", async () => {
  const { out } = await pullpass(undefined, ["apply", "--help"]);
  expect(out).toMatchInlineSnapshot(`
    "Usage: pullpass apply [options] [projects...]

    change what pullpass plan shows, once you agree

    Arguments:
      projects                names of projects; their roles are looked at

    Options:
      --all                   every project of the Region
      --cause <id>            projects with that cause, as pullpass audit tells them; may be repeated
      --yes                   do not ask
      --format <form>         how to show it (choices: "text", "json", default: "text")
      --json                  the same as --format json
      --search-region <name>  one more Region in which secrets given by name are looked for; may be repeated
      --tag-prefix <text>     how pullpass's tags begin (default: "pullpass/")
      --policy-name <name>    how the inline policies that pullpass owns begin (default: "pullpass")
      --bind-grants <how>     how grants are bound to projects, as the option bindGrants of a deployment (choices:
                              "ifExists", "strict", "off", default: "ifExists")
      --shared-roles <how>    what becomes of roles that others may assume, as the option sharedRoles of a
                              deployment (choices: "flag", "refuse", default: "flag")
      --table <name>          the ledger of a deployment (default: PULLPASS_TABLE, or that of the Region's
                              deployment)
      --no-ledger             look at the account as if pullpass were not deployed in it
      -h, --help              display help for command

    Global Options:
      --profile <name>        profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>         AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --role-arn <arn>        look at an account as this role, which your credentials may assume
      --external-id <id>      what the trust policy of that role asks for
      -q, --quiet             print only the answer, and what is wrong: no progress, notes or hints
      --debug                 tell errors with their stack
      -V, --version           output the version number

    Where pullpass is deployed, its ledger says what it granted and why, and changes are recorded in it, as if the
    deployment had made them: subscribers hear of them. Without a deployment the roles' own pullpass policies stand in
    for the ledger: a change is then recorded in this command's output and nowhere else, and access is taken away only
    where consent was withdrawn.

    Examples:
      pullpass apply web
      pullpass apply --cause 9447a928
      pullpass apply --all --yes --region eu-central-1

    Exit code:
      0  all was done, and every project that was looked at can pull, as far as can be seen
      1  you did not agree, something was refused or failed, or a project still cannot pull
      2  the command was not understood
      3  not everything could be known, or nothing could be looked at
    "
  `);
});

test("a person who says yes gets what was shown, and the build passes", async () => {
  const { account } = await brokenProject();
  expect(await account.build("web")).toBe("FAILED");
  const { out, asked, code } = await pullpass(account.sandbox, ["apply", "web"], { answers: ["yes"] });
  expect(code).toBe(0);
  expect(asked).toEqual([
    {
      question: "Make 1 grant, 1 normalization in account 111122223333, eu-central-1? Type yes to go on: ",
      as: "plain",
    },
  ]);
  expect(out.replaceAll(/\([0-9a-f]{32}\)/g, "(id)")).toMatchInlineSnapshot(`
    "role web in eu-central-1
      grant
        + secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, for builds of web
          Project web pulls its image with the secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, and the secret's tags consent.
      project web
        - credential  registry/ghcr
        + credential  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR
        - pull type   CODEBUILD
        + pull type   SERVICE_ROLE
          Only the full ARN of a secret means the same secret in every Region and for good, and CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone.

    To change: 1 grant, 1 normalization. Looked at 1 role.

    ✔ role web may read arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, for builds of web (id)
    ✔ project web names arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, read with SERVICE_ROLE (id)
    Recorded here only (there is no parameter /pullpass/deployment in eu-central-1); --json prints the records in full.
    "
  `);
  expect(await account.build("web")).toBe("SUCCEEDED");
});

test.each([
  { title: "a person who says anything else", answers: ["y"], says: "It was called off." },
  {
    title: "a pipe without --yes",
    answers: undefined,
    says: "Nobody is there to agree: this is not a terminal.",
  },
])("$title changes nothing", async ({ answers, says }) => {
  const { account } = await brokenProject();
  const { err, code } = await pullpass(
    account.sandbox,
    ["apply", "web"],
    answers === undefined ? {} : { answers },
  );
  expect(code).toBe(1);
  expect(err).toContain(says);
  expect(err).toContain("Nothing was changed.");
  expect(await account.policy("web")).toBeUndefined();
});

test("what changed between question and answer is not applied unseen", async () => {
  const { account } = await brokenProject();
  const arn = await account.secret("registry/quay");
  await account.project("api", { credential: "registry/quay", role: "web" });
  const consent = new TagResourceCommand({
    SecretId: arn,
    Tags: [{ Key: "pullpass/projects", Value: "api" }],
  });
  const answers = [
    async () => {
      await account.secrets.send(consent);
      return "yes";
    },
  ];
  const { err, code } = await pullpass(account.sandbox, ["apply", "--all"], { answers });
  expect({ err, code }).toEqual({
    err: "pullpass: The account changed while you were asked.\n  Nothing was done: look at the plan again.\n",
    code: 1,
  });
  expect(await account.policy("web")).toBeUndefined();
});

test("as JSON, the records of the changes are complete", async () => {
  const { account, arn } = await brokenProject();
  const { out } = await pullpass(account.sandbox, ["apply", "web", "--yes", "--json"]);
  const [done] = JSON.parse(out).roles;
  expect(done).toMatchObject({
    role: "arn:aws:iam::111122223333:role/web",
    failed: [],
    errors: [],
    unknowns: [],
  });
  expect(done.applied).toMatchObject([
    { kind: "grant", grant: { secret: arn, projects: ["web"] } },
    {
      kind: "normalization",
      project: "web",
      before: { credential: "registry/ghcr" },
      after: { credential: arn },
    },
  ]);
  expect(done.applied[0].causes).toMatchObject([{ event: "pullpass apply" }]);
  const policy = await account.policy("web");
  expect(JSON.parse(policy ?? "").Statement).toMatchObject([{ Resource: [arn] }]);
});

test("whoever is asked has seen what about, also when the result is for a machine", async () => {
  const { account } = await brokenProject();
  const { out, err } = await pullpass(account.sandbox, ["apply", "web", "--json"], { answers: ["yes"] });
  expect(err).toContain("To change: 1 grant, 1 normalization.");
  expect(JSON.parse(out).roles).toHaveLength(1);
});

test("a change that AWS refuses is told with its words, and the exit code says so", async () => {
  const { account } = await brokenProject();
  account.sandbox.before(({ operation }) => {
    if (operation === "PutRolePolicy") throw awsError("UnmodifiableEntity", "\u001b[2Jno more policies", 400);
  });
  const { out, code } = await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  expect(code).toBe(1);
  expect(out).toContain("AWS refuses it for good");
  // XML carries no such character.
  expect(out).toContain("[2Jno more policies");
  expect(out).not.toContain("\u001b");
  expect((await account.environment("web"))?.registryCredential?.credential).toBe("registry/ghcr");
});

test("where pullpass is deployed, the change is in its ledger, and subscribers hear who made it", async () => {
  const world = await createWorld({ mode: "plan" });
  const account = accountOf(world.sandbox);
  const arn = await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  await world.rest();
  expect(await account.policy("web")).toBeUndefined();
  world.newNotices();

  const { out, code } = await pullpass(world.sandbox, ["apply", "web", "--yes"]);
  expect(code).toBe(0);
  expect(out).toContain("Recorded in the ledger, table pullpass-ledger.");
  await world.rest();
  const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
  const history = await newest(dynamoDbLedger({ client, table: "pullpass-ledger" }));
  const applied = history.filter(({ state }) => state === "applied").map(({ change }) => change.kind);
  expect(applied.sort()).toEqual(["grant", "normalization"]);
  const [grant] = world.newNotices().filter(({ attributes }) => attributes.change === "grant");
  expect(grant?.text).toContain("pullpass apply by Administrator/admin at ");
  expect(grant?.text).toContain("arn:aws:sts::111122223333:assumed-role/Administrator/admin");
  expect(await account.policy("web")).toContain(arn);
});

test("whether pullpass is deployed must be known, or not matter", async () => {
  const { account } = await brokenProject();
  account.sandbox.before(({ operation }) => {
    if (operation === "GetParameter") throw awsError("AccessDeniedException", "not you");
  });
  const refused = await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  expect(refused.code).toBe(3);
  expect(refused.err).toMatchInlineSnapshot(`
    "pullpass: Whether pullpass is deployed here cannot be seen: ssm:GetParameter on /pullpass/deployment in eu-central-1 was denied: not you.
      Use credentials that may call ssm:GetParameter and dynamodb:DescribeTable, name the ledger with --table, or add --no-ledger.
    "
  `);
  expect(await account.policy("web")).toBeUndefined();
  const plan = await pullpass(account.sandbox, ["plan", "web"]);
  expect(plan.code).toBe(0);
  expect(plan.err).toContain("Whether pullpass is deployed here cannot be seen");
  const applied = await pullpass(account.sandbox, ["apply", "web", "--yes", "--no-ledger"]);
  expect(applied.code).toBe(0);
});

test("the ledger is the one that the deployment's parameter names", async () => {
  const { sandbox } = await createWorld();
  const ssm = new SSMClient(connect(sandbox, { region: home }));
  const named = { Name: "/pullpass/deployment", Value: '{"table":"shop-Ledger-1","stack":"arn"}' };
  await ssm.send(new PutParameterCommand({ ...named, Overwrite: true }));
  const missing = await pullpass(sandbox, ["apply", "--all", "--yes"]);
  expect(missing.code).toBe(3);
  expect(missing.err).toContain("there is no table shop-Ledger-1 in eu-central-1");
  const client = new DynamoDBClient(connect(sandbox, { region: home }));
  await client.send(new CreateTableCommand(tableDefinition("shop-Ledger-1")));
  await sandbox.settle();
  const found = await pullpass(sandbox, ["history", "--json"]);
  expect(JSON.parse(found.out)).toMatchObject({ table: "shop-Ledger-1", changes: [] });
});

test("a deployment's ledger is named where it has another name", async () => {
  const world = await createWorld();
  const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
  await client.send(new DeleteTableCommand({ TableName: "pullpass-ledger" }));
  const environment = { AWS_REGION: home, PULLPASS_TABLE: "pullpass-ledger" };
  const { err, code } = await pullpass(world.sandbox, ["apply", "--all", "--yes"], { environment });
  expect(code).toBe(3);
  expect(err).toContain("The ledger cannot be used: there is no table pullpass-ledger in eu-central-1.");
});

test("a role whose second look fails does not keep the others from being done, and is not called whole", async () => {
  const world = await createWorld({ mode: "plan" });
  const account = accountOf(world.sandbox);
  for (const name of ["web", "zoo"]) {
    await account.secret(`registry/${name}`, name);
    await account.project(name, { credential: `registry/${name}` });
  }
  await world.rest();
  let isRefused = false;
  account.sandbox.before(({ operation, input }) => {
    const text = JSON.stringify(input);
    if (operation === "PutRolePolicy" && text.includes('"RoleName":"web"')) {
      isRefused = true;
      throw awsError("UnmodifiableEntity", "not now", 400);
    }
    if (operation === "Query" && isRefused && text.includes("role/web")) {
      throw awsError("AccessDeniedException", "not any more", 400);
    }
  });
  const { out, code } = await pullpass(account.sandbox, ["apply", "--all", "--yes"]);
  expect(code).toBe(1);
  expect(await account.policy("zoo")).toContain("registry/zoo");
  expect(out).toContain("Whether web can pull now could not be seen");
});

test("apply ends with what still cannot pull, why and who can mend it, and with exit code 1", async () => {
  const { account } = await brokenProject();
  const Statement = [{ Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource: "*" }];
  await account.writePolicy("web", "no-secrets", JSON.stringify({ Version: "2012-10-17", Statement }));
  const { out, code } = await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  expect(code).toBe(1);
  expect(out).toContain("✔ role web may read");
  expect(out.slice(out.lastIndexOf("✘"))).toMatch(
    /^✘ project web still cannot pull:\n {4}.*secretsmanager:GetSecretValue.* Who can mend it: role owner\.\n/,
  );
  expect(await account.build("web")).toBe("FAILED");
});
