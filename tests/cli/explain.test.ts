/** `pullpass explain`: one project, or one build, link by link. */
import { CodeBuildClient, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { beforeAll, expect, test } from "vitest";
import { connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { createAccount, fillAccount, home, type Teams } from "../audit/support/account.ts";
import { pullpass } from "./support/run.ts";

let sandbox: Sandbox;
let teams: Teams;

beforeAll(async () => {
  const account = await createAccount();
  ({ sandbox, teams } = account);
  await fillAccount(account.teams);
  return () => sandbox.dispose();
});

test("a project that lacks a permission for the key", async () => {
  expect(await told("keyed")).toMatchInlineSnapshot(`
    "Project keyed cannot pull its image. eu-central-1, account 111122223333

    Why: The role of project keyed may not decrypt its secret.
    Next: pullpass repairs it.
      pullpass apply keyed --region eu-central-1

    ├─ ✔ project keyed: it pulls with its service role (imagePullCredentialsType)
    ├─ ✔ image ghcr.io/acme/app:1: a registry serves it
    │  └─ ✔ registry ghcr.io: its name looks public; no network was asked
    ├─ ✔ credential registry/keyed: the full ARN means one secret
    │  └─ ✔ secret registry/keyed: it exists
    │     ├─ ? secret's value registry/keyed: it was not read: whether it holds a login that the registry takes is not known
    │     ├─ ✔ consent registry/keyed: the secret's tags consent to the project
    │     ├─ – secret's resource policy: the secret has no resource policy
    │     └─ ✔ key 6ee8405e-c511-455e-b53f-569b93513991: it is Enabled
    │        ├─ ✔ key policy: it lets the account's own policies decide
    │        │      allows kms:Decrypt: key policy, statement 1 (Enable IAM User Permissions)
    │        └─ – key grants: none admits the role
    └─ ✔ role keyed: its trust policy lets CodeBuild assume it
       ├─ ✘ role's policies keyed: no statement allows kms:Decrypt
       │      allows secretsmanager:GetSecretValue: ReadRegistry, statement 1
       ├─ – permissions boundary: the role has no permissions boundary
       └─ – service control policies: no service control policy applies to the account

      ! high  The role of project keyed may not decrypt its secret. (decrypt-missing)
          role: keyed
          action: kms:Decrypt
          resource: 6ee8405e-c511-455e-b53f-569b93513991
          no statement in: the role's own policies
          to do (pullpass):
            pullpass repairs it.
              pullpass apply keyed --region eu-central-1

    In full
      arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/keyed-jqWzKP
      arn:aws:kms:eu-central-1:111122223333:key/6ee8405e-c511-455e-b53f-569b93513991
      arn:aws:iam::111122223333:role/keyed
    "
  `);
});

test("a project whose secret denies it to everyone", async () => {
  expect(await told("denied")).toMatchInlineSnapshot(`
    "Project denied cannot pull its image. eu-central-1, account 111122223333

    Why: The role of project denied may not read its secret, and a grant by pullpass alone does not change that.
    Next (secret owner): In the resource policy of arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/shut-cqph6X, give statement 1 (Nobody) this Condition, which excludes the role denied; or give the project a role that it does not deny.
      {"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/denied"}}
    Then pullpass repairs the rest.
      pullpass apply denied --region eu-central-1

    ├─ ✔ project denied: it pulls with its service role (imagePullCredentialsType)
    ├─ ✔ image ghcr.io/acme/app:1: a registry serves it
    │  └─ ✔ registry ghcr.io: its name looks public; no network was asked
    ├─ ✔ credential registry/shut: the full ARN means one secret
    │  └─ ✔ secret registry/shut: it exists
    │     ├─ ? secret's value registry/shut: it was not read: whether it holds a login that the registry takes is not known
    │     ├─ ✔ consent registry/shut: the secret's tags consent to the project
    │     ├─ ✘ secret's resource policy: secretsmanager:GetSecretValue is denied by a statement
    │     │      denies secretsmanager:GetSecretValue: resource policy, statement 1 (Nobody)
    │     └─ – key aws/secretsmanager: the default key is open to all of the account
    │        ├─ – key policy: no permission on the key is needed
    │        └─ – key grants: no permission on the key is needed
    └─ ✔ role denied: its trust policy lets CodeBuild assume it
       ├─ – role's policies denied: secretsmanager:GetSecretValue does not hang on them; kms:Decrypt does not hang on them
       ├─ – permissions boundary: the role has no permissions boundary
       └─ – service control policies: no service control policy applies to the account

      ! high  The role of project denied may not read its secret, and a grant by pullpass alone does not change that. (access-still-denied)
          action: secretsmanager:GetSecretValue
          resource: registry/shut
          denied by: resource policy: statement 1 (Nobody)
          to do (secret owner):
            In the resource policy of arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/shut-cqph6X, give statement 1 (Nobody) this Condition, which excludes the role denied; or give the project a role that it does not deny.
              {"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/denied"}}
            Then pullpass repairs the rest.
              pullpass apply denied --region eu-central-1

    In full
      arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/shut-cqph6X
      arn:aws:iam::111122223333:role/denied
    "
  `);
});

test("a project that pulls", async () => {
  expect(await told("open-web")).toMatchInlineSnapshot(`
    "Project open-web can pull its image, as far as can be seen without reading the secret's value. eu-central-1, account 111122223333

    Next: nothing to do.

    ├─ ✔ project open-web: it pulls with its service role (imagePullCredentialsType)
    ├─ ✔ image ghcr.io/acme/app:1: a registry serves it
    │  └─ ✔ registry ghcr.io: its name looks public; no network was asked
    ├─ ✔ credential registry/ghcr: the full ARN means one secret
    │  └─ ✔ secret registry/ghcr: it exists
    │     ├─ ? secret's value registry/ghcr: it was not read: whether it holds a login that the registry takes is not known
    │     ├─ ✔ consent registry/ghcr: the secret's tags consent to the project
    │     ├─ – secret's resource policy: the secret has no resource policy
    │     └─ – key aws/secretsmanager: the default key is open to all of the account
    │        ├─ – key policy: no permission on the key is needed
    │        └─ – key grants: no permission on the key is needed
    └─ ✔ role open-web: its trust policy lets CodeBuild assume it
       ├─ ✔ role's policies open-web: secretsmanager:GetSecretValue is allowed
       │      allows secretsmanager:GetSecretValue: ReadRegistry, statement 1
       ├─ – permissions boundary: the role has no permissions boundary
       └─ – service control policies: no service control policy applies to the account

    In full
      arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69
      arn:aws:iam::111122223333:role/open-web
    "
  `);
});

test("a build that failed for what StartBuild overrode, while its project pulls", async () => {
  const id = await buildOf("open-web", { imageOverride: "10.0.0.7:5000/app" });
  expect((await told("--build", id)).replaceAll(id, "open-web:ID")).toMatchInlineSnapshot(`
    "Build open-web:ID cannot pull its image. eu-central-1, account 111122223333

    The build is FAILED.
      AWS says: BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image. CannotPullContainerError: Error response from daemon: Get "https://10.0.0.7:5000/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)
      It means: The registry did not answer in time. A private address, a firewall and a registry that is down look the same from here. CodeBuild pulls the build's image from outside your VPC, whatever VPC the project has: the registry must be reachable from the internet.
    It differs from the project as it is now (StartBuild overrode it, or the project was changed since):
      image
        build    10.0.0.7:5000/app
        project  ghcr.io/acme/app:1
    The project as it is now can pull its image.

    Why: CodeBuild cannot reach the registry 10.0.0.7 of project open-web.
    Next: start the build again without overriding image.

    ├─ ✔ project open-web: it pulls with its service role (imagePullCredentialsType)
    ├─ ✔ image 10.0.0.7:5000/app: a registry serves it
    │  └─ ✘ registry 10.0.0.7: 10.0.0.7 is a private address (RFC 1918), and CodeBuild pulls over the internet
    ├─ ✔ credential registry/ghcr: the full ARN means one secret
    │  └─ ✔ secret registry/ghcr: it exists
    │     ├─ ? secret's value registry/ghcr: it was not read: whether it holds a login that the registry takes is not known
    │     ├─ ✔ consent registry/ghcr: the secret's tags consent to the project
    │     ├─ – secret's resource policy: the secret has no resource policy
    │     └─ – key aws/secretsmanager: the default key is open to all of the account
    │        ├─ – key policy: no permission on the key is needed
    │        └─ – key grants: no permission on the key is needed
    └─ ✔ role open-web: its trust policy lets CodeBuild assume it
       ├─ ✔ role's policies open-web: secretsmanager:GetSecretValue is allowed
       │      allows secretsmanager:GetSecretValue: ReadRegistry, statement 1
       ├─ – permissions boundary: the role has no permissions boundary
       └─ – service control policies: no service control policy applies to the account

      ! high  CodeBuild cannot reach the registry 10.0.0.7 of project open-web. (registry-vpc-only)
          image: 10.0.0.7:5000/app
          host: 10.0.0.7
          why: 10.0.0.7 is a private address (RFC 1918)
          to do (project owner):
            Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.

    In full
      arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-twfa69
      arn:aws:iam::111122223333:role/open-web
    "
  `);
});

test("a build by its ARN, wherever the configured Region is", async () => {
  const id = await buildOf("open-api", {});
  const arn = `arn:aws:codebuild:${home}:111122223333:build/${id}`;
  const environment = { AWS_REGION: "us-east-1" };
  const { out } = await pullpass(sandbox, ["explain", "--build", arn], { environment });
  expect(out).toContain("It ran as the project is now.");
  expect(out).toContain("pullpass apply open-api --region eu-central-1");
});

test("the report and what the build overrode, as JSON", async () => {
  const id = await buildOf("open-web", { imagePullCredentialsTypeOverride: "CODEBUILD" });
  const { out } = await pullpass(sandbox, ["explain", "--build", id, "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    build: {
      status: "FAILED",
      overrides: [{ what: "imagePullCredentialsType", inBuild: "CODEBUILD", inProject: "SERVICE_ROLE" }],
      projectNow: "pulls",
    },
    projects: [{ name: "open-web", verdict: "fails" }],
  });
});

test.each([
  ["a project that is not there", ["explain", "nobody"]],
  ["a build that is not there", ["explain", "--build", "web:00000000-0000-0000-0000-000000000000"]],
])("%s is told in two lines, and ends with 3", async (_what, args) => {
  const { code, out, err } = await pullpass(sandbox, args);
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err.trimEnd().split("\n")).toHaveLength(2);
  expect(err).not.toContain("    at ");
});

test("a project that needs no registry is explained too", async () => {
  expect(await told("curated")).toMatchInlineSnapshot(`
    "Project curated needs no registry. eu-central-1, account 111122223333

    Next: nothing to do.

    ├─ ✔ project curated: it was read
    ├─ – image aws/codebuild/standard:7.0: CodeBuild serves the image itself
    │  └─ – registry: CodeBuild serves the image itself
    ├─ – credential: the project has none
    │  └─ – secret: the project has no credential
    │     ├─ – secret's value: there is no secret to read
    │     ├─ – consent: there is no secret to consent
    │     ├─ – secret's resource policy: no registry secret is read
    │     └─ – key: no registry secret is read
    │        ├─ – key policy: no registry secret is read
    │        └─ – key grants: no registry secret is read
    └─ – role curated: CodeBuild serves the image itself
       ├─ – role's policies: no registry secret is read
       ├─ – permissions boundary: no registry secret is read
       └─ – service control policies: no registry secret is read

    In full
      arn:aws:iam::111122223333:role/curated
    "
  `);
});

test.each([
  ["neither a project nor a build", ["explain"]],
  ["both", ["explain", "web", "--build", "web:1"]],
  ["words beside a build", ["explain", "--build", "web:1", "--message", "x"]],
])("%s is no command that is understood", async (_what, args) => {
  const { code, out, err } = await pullpass(sandbox, args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe(
    "pullpass: one thing is to be explained: name a project, a build with --build, or words with --message\n  --help shows what is accepted.\n",
  );
});

test("everything that StartBuild may override is told", async () => {
  await teams.role("other");
  const fleet = "arn:aws:codebuild:eu-central-1:111122223333:fleet/big:1";
  const id = await buildOf("open-web", {
    imageOverride: "quay.io/acme/other:2",
    registryCredentialOverride: { credential: "registry/ghcr", credentialProvider: "SECRETS_MANAGER" },
    imagePullCredentialsTypeOverride: "CODEBUILD",
    environmentTypeOverride: "ARM_CONTAINER",
    serviceRoleOverride: teams.arnOf("other"),
    fleetOverride: { fleetArn: fleet },
  });
  const { out } = await pullpass(sandbox, ["explain", "--build", id, "--json"]);
  const { overrides } = JSON.parse(out).build;
  expect(overrides.map(({ what, inBuild }: { what: string; inBuild: string }) => [what, inBuild])).toEqual([
    ["image", "quay.io/acme/other:2"],
    ["credential", "registry/ghcr"],
    ["imagePullCredentialsType", "CODEBUILD"],
    ["environment type", "ARM_CONTAINER"],
    ["fleet", fleet],
    ["service role", teams.arnOf("other")],
  ]);
  expect(out).toContain("its imagePullCredentialsType is CODEBUILD");
});

async function told(...args: readonly string[]): Promise<string> {
  const { out } = await pullpass(sandbox, ["explain", ...args]);
  return out;
}

async function buildOf(projectName: string, overrides: object): Promise<string> {
  const client = new CodeBuildClient(connect(sandbox, { region: home }));
  const { build } = await client.send(new StartBuildCommand({ projectName, ...overrides }));
  await sandbox.clock.advance(60_000);
  await sandbox.settle();
  return build?.id ?? "";
}

const timeout =
  'CannotPullContainerError: Error response from daemon: Get "https://harbor.corp.internal/v2/": dial tcp 10.0.4.7:443: i/o timeout';

test("the words of a failed pull need no account", async () => {
  const { code, out, err } = await pullpass(undefined, ["explain", "--message", timeout], {
    environment: {},
  });
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("CodeBuild pulls the build's image from outside your VPC");
  expect(out).toContain("to do:");
});

test("a log is read from standard input, and told as JSON", async () => {
  const input = `[Container] waits\n${timeout}\n`;
  const { code, out } = await pullpass(undefined, ["explain", "--message", "-", "--json"], { input });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ messages: [{ id: "registry-timeout", line: timeout }] });
});

test("words that are not known are not guessed at", async () => {
  const { code, out } = await pullpass(undefined, ["explain", "--message", "it does not work"]);
  expect(code).toBe(1);
  expect(out).toContain("nothing is guessed");
});

test("with a project, what is seen of it stands beside the words", async () => {
  const denied = "User: x is not authorized to perform: kms:Decrypt on resource: y";
  const seen = await pullpass(sandbox, ["explain", "keyed", "--message", denied]);
  expect(seen.out).toContain("pullpass sees this at project keyed now: decrypt-missing, below.");
  expect(seen.out).toContain("Project keyed cannot pull its image.");
  const other = await pullpass(sandbox, ["explain", "keyed", "--message", timeout]);
  expect(other.out).toContain(
    "does not see this at project keyed now; what else keeps it from pulling is below",
  );
  const json = await pullpass(sandbox, ["explain", "keyed", "--message", denied, "--json"]);
  expect(JSON.parse(json.out)).toMatchObject({
    messages: [{ id: "decrypt-denied" }],
    projects: [{ name: "keyed", verdict: "fails" }],
  });
});

test("on a narrow terminal a statement to paste is a block that is still JSON", async () => {
  const { out } = await pullpass(sandbox, ["explain", "locked"], { width: 80 });
  const [, block = ""] = /^Next[^\n]*\n(?:[^\n]*\n)??( {2}\{\n[\s\S]*?\n {2}\})/m.exec(out) ?? [];
  expect(JSON.parse(block)).toMatchObject({ Effect: "Allow", Action: "secretsmanager:GetSecretValue" });
});
