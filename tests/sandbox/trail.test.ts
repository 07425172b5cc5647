import { CreateProjectCommand, UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, allow, away, home, newAccount, policy, trust } from "./support/account.ts";

const RoleName = "web-build";
const createRole = new CreateRoleCommand({ RoleName, Path: "/ci/", AssumeRolePolicyDocument: trust() });
const PolicyDocument = policy(allow("secretsmanager:GetSecretValue"));

test("a change is told on the bus as CloudTrail tells it", async () => {
  const { iam, sandbox, events } = await newAccount();
  await iam.send(createRole);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  const [, put] = events("AWS API Call via CloudTrail");
  const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const time = "2026-01-05T09:00:00Z";
  expect(sandbox.clock.now()).toEqual(new Date(time));
  expect(put).toEqual({
    version: "0",
    id: uuid,
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.iam",
    account,
    time,
    region: "us-east-1",
    resources: [],
    detail: {
      eventVersion: "1.11",
      userIdentity: expect.objectContaining({
        type: "AssumedRole",
        arn: `arn:aws:sts::${account}:assumed-role/Administrator/admin`,
      }),
      eventTime: time,
      eventSource: "iam.amazonaws.com",
      eventName: "PutRolePolicy",
      awsRegion: "us-east-1",
      sourceIPAddress: "192.0.2.10",
      userAgent: "pullpass-sandbox",
      requestParameters: { roleName: RoleName, policyName: "own", policyDocument: PolicyDocument },
      responseElements: null,
      requestID: uuid,
      eventID: uuid,
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: "Management",
    },
  });
});

test("no two records have the same id", async () => {
  const { iam, events } = await newAccount();
  await iam.send(createRole);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  const all = events("AWS API Call via CloudTrail");
  const ids = all.flatMap(({ id, detail }) => [id, (detail as { eventID: string }).eventID]);
  expect(new Set(ids).size).toBe(4);
});

test("reads raise nothing", async () => {
  const { iam, events } = await newAccount();
  await iam.send(new ListRolesCommand({}));
  await iam.send(new GetRoleCommand({ RoleName: "nobody" })).catch(() => undefined);
  expect(events("AWS API Call via CloudTrail")).toEqual([]);
});

test("a role's session is named without the role's path, its issuer with it", async () => {
  const { iam, sandbox, records } = await newAccount();
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "deployer", Path: "/people/", AssumeRolePolicyDocument: trust() }),
  );
  const own = { RoleName: "deployer", PolicyName: "own", PolicyDocument: policy(allow("iam:*")) };
  await iam.send(new PutRolePolicyCommand(own));
  const deployer = new IAMClient(connect(sandbox, { region: home, principal: Role?.Arn ?? "" }));
  await deployer.send(createRole);
  const record = records("CreateRole").at(-1);
  expect(record?.userIdentity).toMatchObject({
    type: "AssumedRole",
    principalId: `${Role?.RoleId}:sandbox`,
    arn: `arn:aws:sts::${account}:assumed-role/deployer/sandbox`,
    accountId: account,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: Role?.RoleId,
        arn: `arn:aws:iam::${account}:role/people/deployer`,
        accountId: account,
        userName: "deployer",
      },
    },
  });
});

test("a refusal by IAM is told without its parameters", async () => {
  const { iam, sandbox, records } = await newAccount();
  const { Role } = await iam.send(createRole);
  const web = new IAMClient(connect(sandbox, { region: home, principal: Role?.Arn ?? "" }));
  await web
    .send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust() }))
    .catch(() => undefined);
  expect(records("UpdateAssumeRolePolicy")).toMatchObject([
    {
      errorCode: "AccessDenied",
      errorMessage: `User: arn:aws:sts::${account}:assumed-role/web-build/sandbox is not authorized to perform: iam:UpdateAssumeRolePolicy on resource: role web-build because no identity-based policy allows the iam:UpdateAssumeRolePolicy action`,
      requestParameters: null,
      responseElements: null,
    },
  ]);
});

test("other services' refusals are told with them, under the same code", async () => {
  const { sandbox, records, role, ...admin } = await newAccount();
  await admin.secrets.send(new CreateSecretCommand({ Name: "registry", SecretString: "x" }));
  const principal = await role("stranger");
  const secrets = new SecretsManagerClient(connect(sandbox, { region: home, principal }));
  const tag = new TagResourceCommand({ SecretId: "registry", Tags: [{ Key: "team", Value: "web" }] });
  await secrets.send(tag).catch(() => undefined);
  expect(records("TagResource")).toMatchObject([
    { errorCode: "AccessDenied", requestParameters: { secretId: "registry" }, responseElements: null },
  ]);
});

test("what fails otherwise is told by the code that went over the wire", async () => {
  const { iam, codebuild, records } = await newAccount();
  await iam.send(new DeleteRoleCommand({ RoleName: "nobody" })).catch(() => undefined);
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.send(new AttachRolePolicyCommand({ RoleName: "nobody", PolicyArn })).catch(() => undefined);
  await codebuild.send(new UpdateProjectCommand({ name: "nothing" })).catch(() => undefined);
  expect(records("DeleteRole")).toMatchObject([
    {
      errorCode: "NoSuchEntity",
      errorMessage: "The role with name nobody cannot be found.",
      requestParameters: { roleName: "nobody" },
      responseElements: null,
    },
  ]);
  expect(records("AttachRolePolicy")).toMatchObject([
    { errorCode: "NoSuchEntity", requestParameters: { roleName: "nobody", policyArn: PolicyArn } },
  ]);
  expect(records("UpdateProject")).toMatchObject([{ errorCode: "ResourceNotFoundException" }]);
});

test("a call that a hook throttles leaves no record", async () => {
  const { iam, sandbox, events } = await newAccount();
  sandbox.before(() => {
    throw new Error("down");
  });
  await iam.send(createRole).catch(() => undefined);
  expect(events("AWS API Call via CloudTrail")).toEqual([]);
});

test("a call whose reply is lost leaves its record", async () => {
  const { iam, sandbox, records } = await newAccount();
  let losses = 1;
  sandbox.after(() => {
    if (losses-- > 0) throw new Error("lost");
  });
  await iam.send(createRole).catch(() => undefined);
  expect(records("CreateRole").map(({ errorCode }) => errorCode)).toEqual([undefined, "EntityAlreadyExists"]);
});

test("members above 100 KB are left out", async () => {
  const { codebuild, role, records } = await newAccount();
  const serviceRole = await role("builder");
  const project = (buildspec: string) =>
    new CreateProjectCommand({
      name: `project-${buildspec.length}`,
      serviceRole,
      source: { type: "NO_SOURCE", buildspec },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: { type: "LINUX_CONTAINER", image: "alpine", computeType: "BUILD_GENERAL1_SMALL" },
    });
  await codebuild.send(project("version: 0.2"));
  await codebuild.send(project("x".repeat(101 * 1024)));
  const [small, large] = records("CreateProject");
  expect(small?.responseElements).toMatchObject({ project: { name: "project-12" } });
  expect(large).not.toHaveProperty("responseElements");
  expect(large).toHaveProperty("requestParameters");
});

test("an event of a Regional service appears in the Region of the call", async () => {
  const { clients, events } = await newAccount();
  await clients(away).secrets.send(new CreateSecretCommand({ Name: "registry", SecretString: "x" }));
  expect(events("AWS API Call via CloudTrail")).toMatchObject([
    { source: "aws.secretsmanager", region: away, detail: { awsRegion: away } },
  ]);
});

test("what a service does is told as the service's", async () => {
  const { sandbox, records } = await newAccount();
  const place = { partition: "aws", account, region: home };
  const service = { kind: "service", service: "cloudformation.amazonaws.com", account } as const;
  await sandbox
    .call("iam", "DeleteRole", { RoleName: "nobody" }, { caller: service, place })
    .catch(() => undefined);
  const admin = { kind: "administrator", arn: `arn:aws:iam::${account}:user/jane`, account } as const;
  const viaService = "cloudformation.eu-central-1.amazonaws.com";
  await sandbox
    .call("iam", "DeleteRole", { RoleName: "nobody" }, { caller: admin, place, viaService })
    .catch(() => undefined);
  expect(records("DeleteRole").map(({ userIdentity }) => userIdentity)).toEqual([
    { type: "AWSService", invokedBy: "cloudformation.amazonaws.com" },
    expect.objectContaining({ type: "IAMUser", userName: "jane", invokedBy: "cloudformation.amazonaws.com" }),
  ]);
});
