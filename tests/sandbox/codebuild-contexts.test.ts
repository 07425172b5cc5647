/**
 * What policies see of a build.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-codebuild-project-arn
 */
import { BatchGetBuildsCommand, CreateProjectCommand, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { account, allow, failure, home, newAccount, policy } from "./support/account.ts";

const SecretString = JSON.stringify({ username: "ci", password: "canary-s3cret" });
const read = new GetSecretValueCommand({ SecretId: "registry" });
const projectArn = (name: string) => `arn:aws:codebuild:${home}:${account}:project/${name}`;

/** An account with a secret, whose role `builder` may read it under a condition. */
async function newWorld(condition: object) {
  const world = await newAccount();
  await world.secrets.send(new CreateSecretCommand({ Name: "registry", SecretString }));
  const serviceRole = await world.role("builder", allow("secretsmanager:GetSecretValue", "*", condition));
  const create = (name: string, role = serviceRole, credential = "registry") =>
    world.codebuild.send(
      new CreateProjectCommand({
        name,
        serviceRole: role,
        source: { type: "NO_SOURCE" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment: {
          type: "LINUX_CONTAINER",
          computeType: "BUILD_GENERAL1_SMALL",
          image: "registry.example.com/acme/web:1",
          imagePullCredentialsType: "SERVICE_ROLE",
          registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
        },
      }),
    );
  /** `SUCCEEDED` or what PROVISIONING says of a build of the project. */
  const build = async (projectName: string) => {
    const { build } = await world.codebuild.send(new StartBuildCommand({ projectName }));
    await world.pass(10_000);
    const { builds } = await world.codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
    const phase = builds?.[0]?.phases?.find(({ phaseType }) => phaseType === "PROVISIONING");
    return phase?.phaseStatus === "FAILED" ? phase.contexts?.[0]?.message : builds?.[0]?.buildStatus;
  };
  return { ...world, serviceRole, create, build };
}

test.each(["codebuild:ProjectArn", "codebuild:projectArn"])(
  "a right bound to a project by %s is no other project's, though they share the role",
  async (key) => {
    const { create, build } = await newWorld({ ArnEquals: { [key]: projectArn("web") } });
    await create("web");
    await create("api");
    expect(await build("web")).toBe("SUCCEEDED");
    expect(await build("api")).toContain("AccessDeniedException");
  },
);

test("a pull carries the ARN of its build", async () => {
  const condition = { ArnLike: { "codebuild:buildArn": `arn:aws:codebuild:${home}:${account}:build/web:*` } };
  const { create, build } = await newWorld(condition);
  await create("web");
  await create("api");
  expect(await build("web")).toBe("SUCCEEDED");
  expect(await build("api")).toContain("AccessDeniedException");
});

test("no one else's session of the role has the project's ARN", async () => {
  const { as, serviceRole } = await newWorld({ ArnLike: { "codebuild:ProjectArn": "*" } });
  expect(await failure(as(serviceRole).secrets.send(read))).toContain("AccessDeniedException");
});

test("a pull says whose session it is: the role's id and the session's name", async () => {
  const world = await newWorld({ Null: { "secretsmanager:SecretId": "false" } });
  const { Role } = await world.iam.send(
    new CreateRoleCommand({
      RoleName: "known",
      AssumeRolePolicyDocument: policy({
        Effect: "Allow",
        Principal: { Service: "codebuild.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    }),
  );
  const may = (id: string) =>
    policy(
      allow("secretsmanager:GetSecretValue", "*", { StringLike: { "aws:userid": `${id}:AWSCodeBuild-*` } }),
    );
  const put = (PolicyDocument: string) =>
    world.iam.send(new PutRolePolicyCommand({ RoleName: "known", PolicyName: "own", PolicyDocument }));
  await world.create("web", Role?.Arn);
  await put(may(Role?.RoleId ?? ""));
  expect(await world.build("web")).toBe("SUCCEEDED");
  await put(may("AROAOTHER"));
  expect(await world.build("web")).toContain("AccessDeniedException");
});

test("sessions from before their role was revoked are refused, a new build's is not", async () => {
  const { iam, create, build, as, serviceRole, pass, sandbox } = await newWorld({});
  await create("web");
  const old = as(serviceRole);
  await pass(60_000);
  const PolicyDocument = policy({
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { DateLessThan: { "aws:TokenIssueTime": sandbox.clock.now().toISOString() } },
  });
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "builder", PolicyName: "AWSRevokeOlderSessions", PolicyDocument }),
  );
  expect(await failure(old.secrets.send(read))).toContain("AccessDeniedException");
  expect(await build("web")).toBe("SUCCEEDED");
});

test.each([
  ["its project", { ArnEquals: { "aws:SourceArn": projectArn("web") } }],
  ["its account", { StringEquals: { "aws:SourceAccount": account } }],
])("a trust policy can be bound to %s", async (_, Condition) => {
  const { iam, create } = await newWorld({});
  const trusting = async (RoleName: string, condition: object) => {
    const AssumeRolePolicyDocument = policy({
      Effect: "Allow",
      Principal: { Service: "codebuild.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: condition,
    });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    return Role?.Arn ?? "";
  };
  const other = { StringEquals: { "aws:SourceAccount": "444455556666" } };
  await create("web", await trusting("bound", Condition));
  expect(await failure(create("api", await trusting("other", other)))).toContain(
    "CodeBuild is not authorized to perform: sts:AssumeRole",
  );
});

test("a role that is denied kms:* cannot pull with a secret under the default key", async () => {
  const { iam, create, build } = await newWorld({});
  await create("web");
  expect(await build("web")).toBe("SUCCEEDED");
  const PolicyDocument = policy({ Effect: "Deny", Action: "kms:*", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "builder", PolicyName: "guard", PolicyDocument }));
  expect(await build("web")).toContain("AccessDeniedException: Access to KMS is not allowed");
});

test("a secret that never had a value fails the pull", async () => {
  const { secrets, create, build, serviceRole } = await newWorld({});
  await secrets.send(new CreateSecretCommand({ Name: "empty" }));
  await create("web", serviceRole, "empty");
  expect(await build("web")).toContain(
    "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  );
});

test.each<[string, string, string]>([
  ["names the project where it is told", "ArnEqualsIfExists", "SUCCEEDED"],
  ["insists on the project", "ArnEquals", "Access to KMS is not allowed"],
])(
  "of a key, a right that %s ends so: the call of Secrets Manager does not tell it",
  async (_, operator, expected) => {
    const { kms, iam, secrets, create, build, serviceRole } = await newWorld({});
    const KmsKeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
    await secrets.send(new CreateSecretCommand({ Name: "own", SecretString, KmsKeyId }));
    const Condition = { [operator]: { "codebuild:ProjectArn": projectArn("web") } };
    const PolicyDocument = policy(allow("kms:Decrypt", KmsKeyId, Condition));
    await iam.send(new PutRolePolicyCommand({ RoleName: "builder", PolicyName: "key", PolicyDocument }));
    await create("web", serviceRole, "own");
    expect(await build("web")).toContain(expected);
  },
);
