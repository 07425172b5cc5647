import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  SecretsManagerClient,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { createAccount } from "./support/account.ts";
import { home, pullpass } from "./support/run.ts";

test("the help says what is accepted, what comes out, and how it is used", async () => {
  const { out, code } = await pullpass(undefined, ["plan", "--help"]);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "Usage: pullpass plan [options] [projects...]

    show what pullpass would change, and change nothing

    Arguments:
      projects                names of projects; their roles are looked at

    Options:
      --all                   every project of the Region
      --fail-on-changes       end with 1 if there is something to change
      --format <form>         how to show it (choices: "text", "json", "cloudformation", "terraform", default:
                              "text")
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
      pullpass plan web --profile dev --region eu-central-1
      pullpass plan --all --format terraform > registry-secrets.tf
      pullpass plan --all --fail-on-changes

    Exit code:
      0  looked, with or without something to change
      1  there is something to change, with --fail-on-changes
      2  the command was not understood
      3  not everything could be known, or nothing could be looked at
    "
  `);
});

test("a project that cannot pull is shown with what would be granted and rewritten, and nothing is changed", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  const { out, err, code } = await pullpass(account.sandbox, ["plan", "web"]);
  expect({ err, code }).toEqual({ err: "", code: 0 });
  expect(out).toMatchInlineSnapshot(`
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
    "
  `);
  expect(await account.policy("web")).toBeUndefined();
  expect((await account.environment("web"))?.registryCredential?.credential).toBe("registry/ghcr");
});

test("every project of the Region is looked at with --all, and findings come with their remedy", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.secret("registry/closed");
  await account.project("web", { credential: "registry/ghcr" });
  await account.project("closed", { credential: "registry/closed", image: "10.0.0.7:5000/app:1" });
  await account.project("plain", { image: "aws/codebuild/standard:7.0" });
  const { out } = await pullpass(account.sandbox, ["plan", "--all"]);
  expect(out).toMatchInlineSnapshot(`
    "role closed in eu-central-1
      ! high  CodeBuild cannot reach the registry 10.0.0.7 of project closed. (registry-vpc-only)
          image: 10.0.0.7:5000/app:1
          host: 10.0.0.7
          why: 10.0.0.7 is a private address (RFC 1918)
          to do (project owner):
            Give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry. Changing the project's VPC does not help, and a project whose image is in Amazon ECR must have no registry credential.
      ! info  The secret registry/closed does not consent to project closed. (secret-no-consent)
          secret: registry/closed
          to do (secret owner):
            If project closed may use it, the secret's owner adds it to the consent.
              pullpass allow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/closed-tCrvyu closed
            Or, with the AWS command line alone: it reads the tag pullpass/projects, and replaces its value by that and closed.
              aws secretsmanager tag-resource --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/closed-tCrvyu --tags "$(aws secretsmanager describe-secret --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/closed-tCrvyu --output json --query '[{Key: \`"pullpass/projects"\`, Value: join(\`" "\`, [(Tags || \`[]\`)[?Key==\`"pullpass/projects"\`].Value, \`["closed"]\`][])}]')"

    role web in eu-central-1
      grant
        + secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, for builds of web
          Project web pulls its image with the secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, and the secret's tags consent.
      project web
        - credential  registry/ghcr
        + credential  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR
        - pull type   CODEBUILD
        + pull type   SERVICE_ROLE
          Only the full ARN of a secret means the same secret in every Region and for good, and CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone.

    To change: 1 grant, 1 normalization; 2 findings. Looked at 3 roles.
    "
  `);
});

test("what a deployment with sharedRoles refuse would not give is not planned where that is said", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  const assumedBy = (Principal: object) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      assumedBy({ Service: "codebuild.amazonaws.com" }),
      assumedBy({ AWS: "arn:aws:iam::111122223333:root" }),
    ],
  });
  const iam = new IAMClient(connect(account.sandbox, { region: home }));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "web", PolicyDocument }));
  expect((await pullpass(account.sandbox, ["plan", "web"])).out).toContain("To change: 1 grant");
  const refused = await pullpass(account.sandbox, ["plan", "web", "--shared-roles", "refuse"]);
  expect(refused.out).not.toContain("1 grant");
  expect(refused.out).toContain("role-shared");
});

test("the same as code for a stack of one's own", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  const cloudformation = await pullpass(account.sandbox, ["plan", "web", "--format", "cloudformation"]);
  expect(cloudformation.out).toMatchInlineSnapshot(`
    "Resources:
      RegistrySecretWeb:
        Type: AWS::IAM::RolePolicy
        Properties:
          RoleName: "web"
          PolicyName: "registry-secret-eu-central-1-web"
          PolicyDocument: {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "ReadRegistrySecrets",
                  "Effect": "Allow",
                  "Action": "secretsmanager:GetSecretValue",
                  "Resource": [
                    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR"
                  ],
                  "Condition": {
                    "ArnEqualsIfExists": {
                      "codebuild:ProjectArn": [
                        "arn:aws:codebuild:eu-central-1:111122223333:project/web"
                      ]
                    }
                  }
                }
              ]
            }

    # In the AWS::CodeBuild::Project whose Name is "web", under Properties:
    # Environment:
    #   ImagePullCredentialsType: SERVICE_ROLE
    #   RegistryCredential:
    #     Credential: arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR
    #     CredentialProvider: SECRETS_MANAGER
    "
  `);
  const terraform = await pullpass(account.sandbox, ["plan", "web", "--format", "terraform"]);
  expect(terraform.out).toMatchInlineSnapshot(`
    "resource "aws_iam_role_policy" "RegistrySecretWeb" {
      name   = "registry-secret-eu-central-1-web"
      role   = "web"
      policy = jsonencode({
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "ReadRegistrySecrets",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": [
              "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR"
            ],
            "Condition": {
              "ArnEqualsIfExists": {
                "codebuild:ProjectArn": [
                  "arn:aws:codebuild:eu-central-1:111122223333:project/web"
                ]
              }
            }
          }
        ]
      })
    }

    # In the aws_codebuild_project whose name is "web":
    # environment {
    #   image_pull_credentials_type = "SERVICE_ROLE"
    #
    #   registry_credential {
    #     credential          = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR"
    #     credential_provider = "SECRETS_MANAGER"
    #   }
    # }
    "
  `);
  const json = await pullpass(account.sandbox, ["plan", "web", "--format", "json"]);
  const { plans } = JSON.parse(json.out) as { plans: [{ changes: { kind: string }[] }] };
  const [role] = plans;
  expect(role.changes.map(({ kind }) => kind)).toEqual(["grant", "normalization"]);
  expect(json.out).not.toContain("STAGE");
});

test("a name is looked for in more Regions where that is asked", async () => {
  const account = await createAccount();
  const secrets = new SecretsManagerClient(connect(account.sandbox, { region: "us-east-1" }));
  const consent = [{ Key: "pullpass/projects", Value: "web" }];
  const secret = new CreateSecretCommand({ Name: "registry/far", SecretString: "{}", Tags: consent });
  const { ARN } = await secrets.send(secret);
  await account.project("web", { credential: "registry/far" });
  const near = await pullpass(account.sandbox, ["plan", "web"]);
  expect(near.out).toContain("(secret-not-found)");
  const far = await pullpass(account.sandbox, ["plan", "web", "--search-region", "us-east-1"]);
  expect(far.out).toContain(`+ credential  ${ARN}`);
});

test("a project that is as it should be has nothing to change", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  const { out } = await pullpass(account.sandbox, ["plan", "web"]);
  expect(out).toBe("Nothing to change. Looked at 1 role.\n");
  const code = await pullpass(account.sandbox, ["plan", "web", "--format", "terraform"]);
  expect(code.out).toBe("# Nothing to change.\n");
});

test("without a deployment, grants of the role's other projects stay", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web api");
  await account.secret("registry/quay", "api");
  await account.project("web", { credential: "registry/ghcr" });
  await account.project("api", { credential: "registry/quay", role: "web" });
  await pullpass(account.sandbox, ["apply", "api", "--yes"]);
  const { out } = await pullpass(account.sandbox, ["plan", "web"]);
  expect(out).toBe("Nothing to change. Looked at 1 role.\n");
});

test("without a deployment, a policy that someone edited is put right for all of the role's projects", async () => {
  const account = await createAccount();
  const ghcr = await account.secret("registry/ghcr", "web");
  const quay = await account.secret("registry/quay", "api");
  await account.project("web", { credential: "registry/ghcr" });
  await account.project("api", { credential: "registry/quay", role: "web" });
  const edited = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }] };
  await account.writePolicy("web", `pullpass-${home}`, JSON.stringify(edited));
  await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  const { Statement } = JSON.parse((await account.policy("web")) ?? "");
  const reading = (name: string, secret: string) => ({
    Action: "secretsmanager:GetSecretValue",
    Resource: [secret],
    Condition: {
      ArnEqualsIfExists: {
        "codebuild:ProjectArn": [`arn:aws:codebuild:${home}:111122223333:project/${name}`],
      },
    },
  });
  expect(Statement).toMatchObject([reading("api", quay), reading("web", ghcr)]);
});

test("without a deployment, access goes when consent is withdrawn", async () => {
  const account = await createAccount();
  const arn = await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  await pullpass(account.sandbox, ["apply", "web", "--yes"]);
  await account.secrets.send(new UntagResourceCommand({ SecretId: arn, TagKeys: ["pullpass/projects"] }));
  const { out } = await pullpass(account.sandbox, ["plan", "web"]);
  expect(out).toMatchInlineSnapshot(`
    "role web in eu-central-1
      revocation
        - secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, for builds of web
          The tags of the secret registry/ghcr no longer consent to project web.
      ! info  The secret registry/ghcr does not consent to project web. (secret-no-consent)
          secret: registry/ghcr
          to do (secret owner):
            If project web may use it, the secret's owner adds it to the consent.
              pullpass allow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR web
            Or, with the AWS command line alone: it reads the tag pullpass/projects, and replaces its value by that and web.
              aws secretsmanager tag-resource --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR --tags "$(aws secretsmanager describe-secret --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR --output json --query '[{Key: \`"pullpass/projects"\`, Value: join(\`" "\`, [(Tags || \`[]\`)[?Key==\`"pullpass/projects"\`].Value, \`["web"]\`][])}]')"

    To change: 1 revocation; 1 finding. Looked at 1 role.
    "
  `);
});

test("what could not be read is named as unknown, and the exit code says so", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  account.sandbox.before((call) => {
    if (call.operation !== "DescribeSecret") return;
    throw Object.assign(new Error("no"), { name: "AccessDeniedException" });
  });
  const { out, code } = await pullpass(account.sandbox, ["plan", "web"]);
  expect(code).toBe(3);
  expect(out).toMatchInlineSnapshot(`
    "role web in eu-central-1
      ? unknown  secret registry/ghcr: secretsmanager:DescribeSecret on registry/ghcr in eu-central-1 failed: AccessDeniedException: no

    Nothing to change; 1 unknown. Looked at 1 role.
    "
  `);
});

test.each([
  { args: ["plan"], ends: 2, says: "No project is named." },
  { args: ["plan", "web", "--all"], ends: 2, says: "Both projects and --all are named." },
  {
    args: ["plan", "none"],
    ends: 3,
    says: "There is no project none in eu-central-1 of account 111122223333.",
  },
  { args: ["plan", "web", "--table", "other"], ends: 3, says: "there is no table other in eu-central-1" },
  {
    args: ["plan", "web", "--region", "eu-west-1", "--region", "us-east-1"],
    ends: 2,
    says: "works in one Region",
  },
  {
    args: ["plan", "web", "--format", "yaml"],
    ends: 2,
    says: "Allowed choices are text, json, cloudformation, terraform",
  },
])("$args ends with one line of what went wrong and one of what to do", async ({ args, ends, says }) => {
  const account = await createAccount();
  const { out, err, code } = await pullpass(account.sandbox, args);
  expect({ out, code }).toEqual({ out: "", code: ends });
  expect(err).toContain(says);
  expect(err).toMatch(/^pullpass: .*\n {2}.*\n$/);
});

test("names from the account cannot write to the terminal", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  // an image is the one text here that CodeBuild lets have any characters
  const image = "x\u001b]0;owned\u0007\u202e\nrole root";
  await account.project("web", { credential: "registry/ghcr", image });
  const { out } = await pullpass(account.sandbox, ["plan", "web"]);
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(out).toContain("x\\u{1b}]0;owned\\u{7}\\u{202e}\\u{a}role root");
});

test("the code for all projects is one file that is valid as it stands, each role's resource with a name of its own", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "all");
  for (const name of ["a-b", "a_b", "web"]) await account.project(name, { credential: "registry/ghcr" });
  const codeIn = async (form: string) =>
    (await pullpass(account.sandbox, ["plan", "--all", "--format", form])).out;

  const template = await codeIn("cloudformation");
  expect(template.split("\n").filter((line) => /^[^\s#]/.test(line))).toEqual(["Resources:"]);
  const ids = [...template.matchAll(/^ {2}(\w+):\n {4}Type: AWS::IAM::RolePolicy$/gm)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(3);
  const documents = [...template.matchAll(/PolicyDocument: (\{[\s\S]*?\n {8}\})$/gm)];
  expect(documents).toHaveLength(3);
  for (const [, document = ""] of documents)
    expect(JSON.parse(document)).toMatchObject({ Statement: [{ Effect: "Allow" }] });

  const terraform = await codeIn("terraform");
  const heads = terraform.split("\n").filter((line) => /^[^\s#}]/.test(line));
  expect(heads).toHaveLength(3);
  expect(new Set(heads).size).toBe(3);
  for (const head of heads) expect(head).toMatch(/^resource "aws_iam_role_policy" "\w+" \{$/);
  expect(terraform).toContain('# In the aws_codebuild_project whose name is "web":\n# environment {\n');
});
