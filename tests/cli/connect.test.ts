import { UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, DeleteRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  RotateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { createWorld } from "../end-to-end/support/world.ts";
import { type Account, accountOf, createAccount } from "./support/account.ts";
import { home, pullpass } from "./support/run.ts";

const image = "ghcr.io/acme/builder:2";
const password = 'canary-correct "horse"\\battery';
const login = ["--username", "ci", "--password-stdin"];

test("the help says what is accepted, what comes out, and how it is used", async () => {
  const { out } = await pullpass(undefined, ["connect", "--help"]);
  expect(out).toMatchInlineSnapshot(`
    "Usage: pullpass connect [options] <project>

    let a project pull an image from a private registry: secret, consent, project and grant

    Arguments:
      project                    name of the project

    Options:
      --image <reference>        the image to pull
      --secret <name>            the secret to use, or to make (default: registry/ and the registry's host)
      --username <name>          the registry's user; makes the secret, or renews it
      --password-stdin           read the password or token from standard input
      --create                   make the project, with a role of its own, if it is not there
      --environment-type <type>  of the project to make (default: LINUX_CONTAINER) (choices: "LINUX_CONTAINER",
                                 "LINUX_GPU_CONTAINER", "ARM_CONTAINER", "WINDOWS_SERVER_2019_CONTAINER",
                                 "WINDOWS_SERVER_2022_CONTAINER")
      --kms-key <key>            the key to encrypt a new secret with: id, alias or ARN
      --no-check                 do not ask the registry whether it takes the login and shows it the image
      --yes                      do not ask before a secret that exists is used or renewed
      --format <form>            how to show it (choices: "text", "json", default: "text")
      --json                     the same as --format json
      --search-region <name>     one more Region in which secrets given by name are looked for; may be repeated
      --tag-prefix <text>        how pullpass's tags begin (default: "pullpass/")
      --policy-name <name>       how the inline policies that pullpass owns begin (default: "pullpass")
      --bind-grants <how>        how grants are bound to projects, as the option bindGrants of a deployment
                                 (choices: "ifExists", "strict", "off", default: "ifExists")
      --shared-roles <how>       what becomes of roles that others may assume, as the option sharedRoles of a
                                 deployment (choices: "flag", "refuse", default: "flag")
      --table <name>             the ledger of a deployment (default: PULLPASS_TABLE, or that of the Region's
                                 deployment)
      --no-ledger                look at the account as if pullpass were not deployed in it
      -h, --help                 display help for command

    Global Options:
      --profile <name>           profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>            AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --role-arn <arn>           look at an account as this role, which your credentials may assume
      --external-id <id>         what the trust policy of that role asks for
      -q, --quiet                print only the answer, and what is wrong: no progress, notes or hints
      --debug                    tell errors with their stack
      -V, --version              output the version number

    On a terminal the login is asked for where a new secret needs it; nothing shows the password, and it goes nowhere but
    into the secret. A secret that exists is used with the login it has, unless --username or --password-stdin is given; who
    else could read it, by its tags and its resource policy, is shown first. One that only has the usual name, and that others
    than the project could read, is asked about, and with --yes refused: name it with --secret if it is meant. Before anything is written the registry is asked, as check-credentials asks it: with a
    login that it rejects, or for an image that it does not show, nothing is written. Everything may be repeated: what is so
    already is left as it is.

    Where pullpass is deployed, its ledger says what it granted and why, and changes are recorded in it, as if the
    deployment had made them: subscribers hear of them. Without a deployment the roles' own pullpass policies stand in
    for the ledger: a change is then recorded in this command's output and nowhere else, and access is taken away only
    where consent was withdrawn.

    Examples:
      pullpass connect web --image ghcr.io/acme/builder:2
      pass ghcr/ci | pullpass connect web --image ghcr.io/acme/builder:2 --username ci --password-stdin
      pullpass connect api --image ghcr.io/acme/builder:2 --secret registry/ghcr.io
      pullpass connect win --create --environment-type WINDOWS_SERVER_2022_CONTAINER --image quay.io/acme/win:1

    Exit code:
      0  all of it is so now
      1  you did not agree
      2  the command was not understood
      3  it could not be done; what was done before stays, and is not done again
    "
  `);
});

test("with --create, one command makes everything that a build needs", async () => {
  const account = await createAccount();
  const args = ["connect", "web", "--image", image, ...login, "--create"];
  const { out, err, code } = await pullpass(account.sandbox, args, { input: `${password}\n` });
  expect({ err, code }).toEqual({ err: "", code: 0 });
  expect(out).toMatchInlineSnapshot(`
    "? login    not checked at ghcr.io: no DNS server could be reached
    ✔ secret   arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr.io-fQNB6c created
    ✔ role     arn:aws:iam::111122223333:role/service-role/codebuild-web-service-role created
    ✔ consent  the secret lets project web use it
    ✔ grant    arn:aws:iam::111122223333:role/service-role/codebuild-web-service-role may read the secret
    ✔ project  web created with ghcr.io/acme/builder:2

    Build it: aws codebuild start-build --region eu-central-1 --project-name web
    "
  `);
  expect(JSON.parse((await account.secretValue("registry/ghcr.io")) ?? "")).toEqual({
    username: "ci",
    password,
  });
  const secret = await account.describeSecret("registry/ghcr.io");
  expect(secret.Tags).toEqual([{ Key: "pullpass/projects", Value: "web" }]);
  expect(secret.RotationEnabled ?? false).toBe(false);
  expect(await account.environment("web")).toMatchObject({
    image,
    type: "LINUX_CONTAINER",
    imagePullCredentialsType: "SERVICE_ROLE",
    registryCredential: { credential: secret.ARN },
  });
  expect(await account.build("web")).toBe("SUCCEEDED");
  expect((await pullpass(account.sandbox, ["plan", "web"])).out).toContain("Nothing to change.");
});

test("a Windows project with a key of one's own builds too", async () => {
  const account = await createAccount();
  const kms = new KMSClient(connect(account.sandbox, { region: home }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const type = "WINDOWS_SERVER_2022_CONTAINER";
  const args = ["connect", "win", "--image", image, ...login, "--create", "--environment-type", type];
  const { code } = await pullpass(account.sandbox, [...args, "--kms-key", KeyMetadata?.KeyId ?? ""], {
    input: "canary-pw",
  });
  expect(code).toBe(0);
  expect(await account.environment("win")).toMatchObject({ type, computeType: "BUILD_GENERAL1_MEDIUM" });
  expect(await account.policy("codebuild-win-service-role")).toContain(KeyMetadata?.Arn);
  expect(await account.build("win")).toBe("SUCCEEDED");
});

test("a project that exists keeps its environment, and has the grant before it has the credential", async () => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  const { code } = await pullpass(account.sandbox, ["connect", "web", "--image", image, ...login], {
    input: "canary-pw",
  });
  expect(code).toBe(0);
  const environment = await account.environment("web");
  expect(environment).toMatchObject({ image, environmentVariables: [{ name: "STAGE", value: "prod" }] });
  const writes = account.sandbox.calls.map(({ operation }) => operation);
  expect(writes.indexOf("PutRolePolicy")).toBeLessThan(writes.indexOf("UpdateProject"));
  expect(await account.build("web")).toBe("SUCCEEDED");
});

test("repeated, it changes nothing; with another image, only that", async () => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  await pullpass(account.sandbox, ["connect", "web", "--image", image, ...login], { input: "canary-pw" });
  const again = await pullpass(account.sandbox, ["connect", "web", "--image", image]);
  expect(again.out).toMatchInlineSnapshot(`
    "? login    not checked at ghcr.io: no DNS server could be reached
    = secret   arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr.io-t34vBv is used with the login that it has
    = consent  project web may use it already
    = grant    arn:aws:iam::111122223333:role/web may read it already
    = project  web pulls already ghcr.io/acme/builder:2

    Build it: aws codebuild start-build --region eu-central-1 --project-name web
    "
  `);
  const other = await pullpass(account.sandbox, [
    "connect",
    "web",
    "--image",
    "ghcr.io/acme/builder:3",
    "--json",
  ]);
  const states = JSON.parse(other.out).steps.map(({ kind, state }: { kind: string; state: string }) => [
    kind,
    state,
  ]);
  expect(states).toEqual([
    ["login", "unchecked"],
    ["secret", "kept"],
    ["consent", "kept"],
    ["grant", "kept"],
    ["project", "changed"],
  ]);
});

test("a second project joins those that the secret lets use it", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr.io", "web prefix=pay-");
  await account.project("api", { image: "node:24" });
  await account.project("pay-in", { image: "node:24" });
  const named = ["--image", image, "--secret", "registry/ghcr.io"];
  await pullpass(account.sandbox, ["connect", "api", ...named]);
  await pullpass(account.sandbox, ["connect", "pay-in", ...named]);
  const { Tags } = await account.describeSecret("registry/ghcr.io");
  expect(Tags).toEqual([{ Key: "pullpass/projects", Value: "web prefix=pay- api" }]);
});

test("without a deployment, the role's other projects keep their environments and their grants", async () => {
  const account = await createAccount();
  const arn = await account.secret("registry/quay.io", "web");
  await account.project("web", { image: "quay.io/acme/web:1", credential: "registry/quay.io" });
  await account.project("api", { image: "node:24", role: "web" });
  const { out, err } = await pullpass(account.sandbox, ["connect", "api", "--image", image, ...login], {
    input: "canary-pw",
  });
  expect({ err, granted: out.includes("✔ grant") }).toEqual({ err: "", granted: true });
  expect((await account.environment("web"))?.registryCredential?.credential).toBe("registry/quay.io");
  const policy = await account.policy("web");
  expect(policy).toContain(arn);
  expect(policy).toContain("registry/ghcr.io");
});

test("where pullpass is deployed, the one grant is recorded and announced once", async () => {
  const world = await createWorld();
  const args = ["connect", "web", "--image", image, ...login, "--create"];
  const { code } = await pullpass(world.sandbox, args, { input: password });
  await world.rest();
  expect(code).toBe(0);
  const notices = world.newNotices();
  expect(notices.map(({ subject }) => subject)).toEqual([
    "Access granted: web to registry/ghcr.io (111122223333 eu-central-1)",
  ]);
  expect(notices[0]?.text).toContain("pullpass connect by ");
  const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
  const { Items } = await client.send(new ScanCommand({ TableName: "pullpass-ledger" }));
  expect(Items?.length).toBeGreaterThan(1);
  expect(JSON.stringify([notices, world.events, Items, world.sandbox.calls])).not.toContain("horse");
  expect(await accountOf(world.sandbox).build("web")).toBe("SUCCEEDED");
});

test("on a terminal the login is asked for, the password unseen", async () => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  const args = ["connect", "web", "--image", image];
  const { out, err, asked } = await pullpass(account.sandbox, args, { answers: ["ci", password] });
  expect(asked).toEqual([
    { question: "User name for ghcr.io: ", as: "plain" },
    { question: "Password or token for ghcr.io (not shown): ", as: "secret" },
  ]);
  expect(out + err).not.toContain("horse");
  expect(JSON.parse((await account.secretValue("registry/ghcr.io")) ?? "")).toEqual({
    username: "ci",
    password,
  });
});

test("the login of a secret that others use is replaced only when that is wanted", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr.io", "web");
  await account.project("web", { image: "node:24" });
  const args = ["connect", "web", "--image", image, ...login];
  const asked = await pullpass(account.sandbox, args, { input: "canary-new", answers: ["no"] });
  expect(asked.asked.map(({ question }) => question)).toEqual([
    "The secret registry/ghcr.io exists. Store this login in it, for everyone who uses it? Type yes to go on: ",
  ]);
  expect(asked.err).toContain("Nothing was changed.");
  expect(await account.secretValue("registry/ghcr.io")).toContain("canary-s3cret");
  const wanted = await pullpass(account.sandbox, [...args, "--yes"], { input: "canary-new" });
  expect(wanted.out).toContain("has the new login");
  expect(await account.secretValue("registry/ghcr.io")).toBe('{"username":"ci","password":"canary-new"}');
});

test.each([
  { title: "with a value", args: ["--password", "hunter2"], says: "A password is not taken as an argument" },
  {
    title: "with an equals sign",
    args: ["--password=hunter2"],
    says: "A password is not taken as an argument",
  },
  { title: "misspelled", args: ["--pasword=hunter2"], says: "unknown option '--pasword'" },
  { title: "as an argument too many", args: ["hunter2"], says: "too many arguments" },
  {
    title: "as a value of --password-stdin",
    args: ["--password-stdin", "hunter2"],
    says: "too many arguments",
  },
  {
    title: "as a value of --password-stdin with an equals sign",
    args: ["--password-stdin=hunter2"],
    says: "--password-stdin",
  },
])("a password $title is refused, and not repeated", async ({ args, says }) => {
  const { out, err, code } = await pullpass(undefined, ["connect", "web", "--image", image, ...args]);
  expect(code).toBe(2);
  expect(err).toContain(says);
  expect(out + err).not.toContain("hunter2");
});

test.each([[[]], [["--debug"]]])(
  "an error of AWS that quotes the password is told without it %j",
  async (more) => {
    const account = await createAccount();
    await account.project("web", { image: "node:24" });
    account.sandbox.before(({ operation, input }) => {
      if (operation === "CreateSecret")
        throw awsError("InvalidParameterException", `Not accepted: ${JSON.stringify(input)}`);
    });
    const args = ["connect", "web", "--image", image, ...login, ...more];
    const { out, err, code } = await pullpass(account.sandbox, args, { input: password });
    expect(code).toBe(3);
    expect(err).toContain("secretsmanager:CreateSecret");
    expect(err).toContain("failed with InvalidParameterException; AWS's words are left out");
    expect(out + err).not.toMatch(/horse|battery/);
  },
);

test.each([
  {
    title: "a private address",
    args: ["--image", "10.0.0.7/app"],
    says: "CodeBuild cannot reach the registry 10.0.0.7.",
  },
  { title: "no image reference", args: ["--image", "A/B:C:D"], says: "The image names no registry" },
  {
    title: "an image of Amazon ECR",
    args: ["--image", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app"],
    says: "takes no registry credential",
  },
  {
    title: "a curated image",
    args: ["--image", "aws/codebuild/standard:7.0"],
    says: "CodeBuild serves it itself",
  },
  { title: "no such project", args: ["--image", image], says: "There is no project web" },
  { title: "no login", args: ["--image", image, "--create"], says: "nobody is there to ask" },
  {
    title: "an empty password",
    args: ["--image", image, "--create", ...login],
    says: "The password is empty.",
  },
  {
    title: "an ARN of no secret",
    args: [
      "--image",
      image,
      "--create",
      "--secret",
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:no-abcdef",
    ],
    says: "There is no secret arn:",
  },
  {
    title: "a name that no project may have",
    args: ["--image", image, "--create"],
    project: "we b",
    says: '"we b" is not a name for a project',
  },
  {
    title: "a name that no secret may have",
    args: ["--image", image, "--create", "--secret", "my secret!"],
    says: "--secret was given a text with spaces, which names no secret",
  },
  {
    title: "a secret with the suffix of an environment variable",
    args: ["--image", image, "--create", "--secret", "registry/ghcr.io:password::"],
    says: "Likely meant: registry/ghcr.io",
  },
  {
    title: "a secret's name that only other services may give",
    args: ["--image", image, "--create", "--secret", "rds!cluster"],
    says: '"rds!cluster" is not a name for a secret',
  },
  {
    title: "two Regions",
    args: ["--image", image, "--region", "eu-west-1", "--region", "eu-west-2"],
    says: "one Region at a time",
  },
])("$title is refused before anything is made", async ({ title, args, project = "web", says }) => {
  const account = await createAccount();
  const { err, code } = await pullpass(account.sandbox, ["connect", project, ...args]);
  expect(code).toBe(title === "two Regions" ? 2 : 3);
  expect(err).toContain(says);
  expect(err).toMatch(/^pullpass: .*\n {2}.*\n$/);
  const isRead = (operation: string) => /^(Get|Describe|BatchGet|List)/.test(operation);
  expect(account.sandbox.calls.filter(({ operation }) => !isRead(operation))).toEqual([]);
});

test.each(['{"username":"ci","password":"hunter2"}', "ci:hunter2", "dckr_pat_hunter2hunter2hunter2hunter2"])(
  "a login given as the secret's name is neither shown nor sent anywhere: %s",
  async (text) => {
    const account = await createAccount();
    const args = ["connect", "web", "--image", image, "--create", "--secret", text];
    const { code, out, err } = await pullpass(account.sandbox, args);
    expect(code).toBe(3);
    expect(err).toContain("not the name of a secret");
    expect(err).toContain("rotate it");
    expect(out + err).not.toContain("hunter2");
    expect(JSON.stringify(account.sandbox.calls)).not.toContain("hunter2");
    expect(account.sandbox.calls.map(({ operation }) => operation)).not.toContain("DescribeSecret");
  },
);

test.each([
  {
    title: "a secret that rotates",
    given: async (account: Account) => {
      const SecretId = await account.secret("registry/ghcr.io", "web");
      const RotationLambdaARN = "arn:aws:lambda:eu-central-1:111122223333:function:rotate";
      await account.secrets.send(
        new RotateSecretCommand({
          SecretId,
          RotationLambdaARN,
          RotateImmediately: false,
          RotationRules: { AutomaticallyAfterDays: 30 },
        }),
      );
    },
    says: "The secret registry/ghcr.io rotates",
  },
  {
    title: "a secret that is being deleted",
    given: async (account: Account) => {
      const SecretId = await account.secret("registry/ghcr.io", "web");
      await account.secrets.send(new DeleteSecretCommand({ SecretId }));
    },
    says: "is scheduled for deletion",
  },
  {
    title: "a consent tag that is full",
    given: async (account: Account) => {
      await account.secret("registry/ghcr.io", "x".repeat(254));
    },
    says: "The tag pullpass/projects has no room for so many names.",
  },
  {
    title: "a project that pulls no image from a registry",
    given: async (account: Account) => {
      const environment = {
        type: "LINUX_LAMBDA_CONTAINER",
        computeType: "BUILD_LAMBDA_1GB",
        image: "aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs20",
      } as const;
      await account.codebuild.send(new UpdateProjectCommand({ name: "web", environment }));
    },
    says: "Lambda compute takes its images from Amazon ECR",
  },
  {
    title: "a role that pullpass must not touch",
    given: async (account: Account) => {
      await account.secret("registry/ghcr.io", "web");
      await account.codebuild.send(
        new UpdateProjectCommand({ name: "web", tags: [{ key: "pullpass/ignore", value: "true" }] }),
      );
    },
    says: "pullpass ignores project web or its role",
  },
])("$title is refused, and the project stays as it was", async ({ given, says }) => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  await given(account);
  const before = await account.environment("web");
  const { err, code } = await pullpass(account.sandbox, [
    "connect",
    "web",
    "--image",
    image,
    "--secret",
    "registry/ghcr.io",
  ]);
  expect(code).toBe(3);
  expect(err).toContain(says);
  expect(err).toMatch(/^(?:The secret .*\n)?pullpass: .*\n {2}.*\n$/);
  expect(await account.environment("web")).toEqual(before);
  expect(await account.policy("web")).toBeUndefined();
});

test("an attempt that failed halfway is finished by the next", async () => {
  const account = await createAccount();
  let fails = true;
  account.sandbox.before(({ operation }) => {
    if (operation === "CreateProject" && fails) throw awsError("AccountLimitExceededException", "too many");
  });
  const args = ["connect", "web", "--image", image, "--create"];
  const first = await pullpass(account.sandbox, [...args, ...login], { input: "canary-pw" });
  expect(first.code).toBe(3);
  expect(first.err).toMatchInlineSnapshot(`
    "pullpass: codebuild:CreateProject on web in eu-central-1 was refused: too many
      AWS would refuse it again: change what it names, then try again. What is done stays: connect again to go on, without a login if the secret has it.
    "
  `);
  fails = false;
  const second = await pullpass(account.sandbox, args);
  expect(second.code).toBe(0);
  expect(second.out).toContain(
    "= role     arn:aws:iam::111122223333:role/service-role/codebuild-web-service-role is used again",
  );
  expect(await account.build("web")).toBe("SUCCEEDED");
});

test("a project that pulls is not turned to a secret that shuts its role out", async () => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  const SecretId = await account.secret("registry/ghcr.io", "web");
  await shutOut(account, SecretId);
  const { err, code } = await pullpass(account.sandbox, ["connect", "web", "--image", image]);
  expect(code).toBe(3);
  expect(err).toMatchInlineSnapshot(`
    "pullpass: The secret registry/ghcr.io exists, and others than project web could read a login in it: its resource policy is {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"secretsmanager:GetSecretValue","Resource":"*","Principal":"*"}}.
      Look at it. If it is meant, name it with --secret registry/ghcr.io; or name another.
    "
  `);
  expect((await account.environment("web"))?.image).toBe("node:24");
});

test("somebody else's role of the same name is not taken", async () => {
  const account = await createAccount();
  const RoleName = "codebuild-web-service-role";
  await account.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
    }),
  );
  const { err } = await pullpass(
    account.sandbox,
    ["connect", "web", "--image", image, "--create", ...login],
    { input: "canary-pw" },
  );
  expect(err).toContain("There is a role codebuild-web-service-role already");
});

const description = "Service role of the CodeBuild project web";
const codeBuild = {
  Effect: "Allow",
  Principal: { Service: "codebuild.amazonaws.com" },
  Action: "sts:AssumeRole",
};
const everybodyHere = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "sts:AssumeRole",
};

test.each([
  { what: "trusts others", trust: [codeBuild, everybodyHere], says: "its trust policy is" },
  { what: "has policies of its own", trust: [codeBuild], policy: "more", says: "it has the policies more" },
])("a role that has the expected name and $what is shown and not taken", async ({ trust, policy, says }) => {
  const account = await createAccount();
  const RoleName = "codebuild-web-service-role";
  const document = (Statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement });
  await account.iam.send(
    new CreateRoleCommand({ RoleName, Description: description, AssumeRolePolicyDocument: document(trust) }),
  );
  if (policy !== undefined) {
    const PolicyDocument = document([{ Effect: "Allow", Action: "s3:*", Resource: "*" }]);
    await account.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: policy, PolicyDocument }));
  }
  const args = ["connect", "web", "--image", image, "--create", ...login, "--yes"];
  const { code, err } = await pullpass(account.sandbox, args, { input: "canary-pw" });
  expect(code).toBe(3);
  expect(err).toContain(`There is a role ${RoleName} already, and it is not as it would be made: ${says}`);
  expect((await account.describeSecret("registry/ghcr.io")).Tags ?? []).toEqual([]);
  expect(await account.environment("web")).toBeUndefined();
});

test("consent is not given where the rest is known not to work", async () => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  const SecretId = await account.secret("registry/ghcr.io", "api");
  await shutOut(account, SecretId);
  expect((await pullpass(account.sandbox, ["connect", "web", "--image", image])).code).toBe(3);
  expect((await account.describeSecret(SecretId)).Tags).toEqual([{ Key: "pullpass/projects", Value: "api" }]);
});

test("no login is stored in a secret that only has the expected name, and that others could read", async () => {
  const account = await createAccount();
  const SecretId = await account.secret("registry/ghcr.io", "web prefix=evil-");
  const Statement = {
    ...{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
  };
  const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
  await account.secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  await account.project("web", { image: "node:24" });
  const args = ["connect", "web", "--image", image, ...login];
  const refused = await pullpass(account.sandbox, [...args, "--yes"], { input: "canary-new" });
  expect(refused.code).toBe(3);
  expect(refused.err).toContain("its tags let in every project whose name begins with evil-");
  expect(refused.err).toContain("its resource policy is");
  expect(refused.err).toContain("111122223333:root");
  const asked = await pullpass(account.sandbox, args, { input: "canary-new", answers: ["no"] });
  expect(asked.err).toContain(
    "Who else could read it: its tags let in every project whose name begins with evil-",
  );
  expect(await account.secretValue("registry/ghcr.io")).toContain("canary-s3cret");
  const named = [...args, "--yes", "--secret", "registry/ghcr.io"];
  expect((await pullpass(account.sandbox, named, { input: "canary-new" })).code).toBe(0);
});

test("a secret that is only used is shown first, with who else could read it, and is not trusted for its name", async () => {
  const account = await createAccount();
  const SecretId = await account.secret("registry/ghcr.io", "web prefix=evil-");
  const ResourcePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ],
  });
  await account.secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  await account.project("web", { image: "node:24" });
  const args = ["connect", "web", "--image", image];
  const others = [
    "every project whose name begins with evil-",
    'its resource policy is {"Version":"2012-10-17"',
  ];
  for (const more of [[], ["--yes"]]) {
    const refused = await pullpass(account.sandbox, [...args, ...more]);
    expect(refused.code).toBe(3);
    for (const other of others) expect(refused.err.replaceAll(/\s+/g, " ")).toContain(other);
    expect(refused.err).toContain("--secret registry/ghcr.io");
  }
  const asked = await pullpass(account.sandbox, args, { answers: ["no"] });
  expect(asked.asked.map(({ question }) => question)).toEqual([
    "The secret registry/ghcr.io exists. Use it, with the login that it has, for project web? Type yes to go on: ",
  ]);
  for (const other of others) expect(asked.err.replaceAll(/\s+/g, " ")).toContain(other);
  expect((await account.environment("web"))?.image).toBe("node:24");
  const named = await pullpass(account.sandbox, [...args, "--yes", "--secret", "registry/ghcr.io"]);
  expect(named.code).toBe(0);
  for (const other of others) expect(named.err.replaceAll(/\s+/g, " ")).toContain(other);
  // What the project names already is no news.
  expect((await pullpass(account.sandbox, [...args, "--yes"])).code).toBe(0);
});

test("of a secret that lets in the project alone that is said, and nobody is asked", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr.io", "web");
  await account.project("web", { image: "node:24" });
  const { err, code, asked } = await pullpass(account.sandbox, ["connect", "web", "--image", image, "--yes"]);
  expect({ code, asked }).toEqual({ code: 0, asked: [] });
  expect(err.replaceAll(/\s+/g, " ")).toContain(
    "The secret registry/ghcr.io exists; its tags let in nobody else, and it has no resource policy.",
  );
});

test("with a key given as id, alias or ARN, it can be repeated; with another key it is refused", async () => {
  const account = await createAccount();
  const kms = new KMSClient(connect(account.sandbox, { region: home }));
  const [key, other] = await Promise.all(
    [1, 2].map(async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata),
  );
  const AliasName = "alias/registry";
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: key?.KeyId }));
  await account.project("web", { image: "node:24" });
  const run = (kmsKey = "", ...more: readonly string[]) =>
    pullpass(account.sandbox, ["connect", "web", "--image", image, "--kms-key", kmsKey, ...more], {
      input: "canary-pw",
    });
  expect((await run(key?.KeyId, ...login)).code).toBe(0);
  for (const each of [AliasName, key?.Arn, key?.KeyId]) expect((await run(each)).code).toBe(0);
  expect((await run(other?.KeyId)).err).toContain("exists, and is encrypted with");
});

test("a role that is gone is called missing", async () => {
  const account = await createAccount();
  await account.project("web", { image: "node:24" });
  await account.iam.send(new DeleteRoleCommand({ RoleName: "web" }));
  const { code, err } = await pullpass(account.sandbox, ["connect", "web", "--image", image, ...login], {
    input: "canary-pw",
  });
  expect(code).toBe(3);
  expect(err).toContain("The role web does not exist.");
});

/** Nobody may read the secret any more. */
async function shutOut({ secrets }: Account, SecretId: string): Promise<void> {
  const Statement = {
    Effect: "Deny",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
    Principal: "*",
  };
  const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
  await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
}
