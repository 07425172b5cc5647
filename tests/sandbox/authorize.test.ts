import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
} from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { connect, type Permission } from "../../packages/sandbox/src/index.ts";
import { account, allow, failure, home, newAccount, policy } from "./support/account.ts";

const SecretId = "registry";
const action = "secretsmanager:DescribeSecret";
const describe = new DescribeSecretCommand({ SecretId });

/** A secret, and a role with these statements that wants to look at it. */
async function reader(...statements: object[]) {
  const made = await newAccount();
  const { ARN = "" } = await made.secrets.send(
    new CreateSecretCommand({ Name: SecretId, SecretString: "x" }),
  );
  const principal = await made.role("reader", ...statements);
  const config = connect(made.sandbox, { region: home, principal });
  const look = () => failure(new SecretsManagerClient(config).send(describe));
  return { ...made, ARN, look, config };
}

const session = `arn:aws:sts::${account}:assumed-role/reader/sandbox`;
const refused = (arn: string, reason: string) =>
  `AccessDeniedException: User: ${session} is not authorized to perform: ${action} on resource: ${arn} ${reason}`;
const noIdentityPolicy = `because no identity-based policy allows the ${action} action`;

test("who has no right is told which one is missing", async () => {
  const { look, ARN } = await reader(allow("secretsmanager:GetSecretValue"));
  expect(await look()).toBe(refused(ARN, noIdentityPolicy));
});

test("an inline policy lets in from when it is put until it is deleted", async () => {
  const { iam, look, ARN } = await reader();
  const own = { RoleName: "reader", PolicyName: "own" };
  await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: policy(allow(action, ARN)) }));
  expect(await look()).toBe("did not fail");
  await iam.send(new DeleteRolePolicyCommand(own));
  expect(await look()).toBe(refused(ARN, noIdentityPolicy));
});

test("of a managed policy the default version counts", async () => {
  const { iam, look, ARN } = await reader();
  const PolicyDocument = policy(allow(action));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument }));
  const PolicyArn = Policy?.Arn ?? "";
  await iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
  expect(await look()).toBe("did not fail");
  const nothing = policy(allow("s3:GetObject"));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: nothing }));
  expect(await look()).toBe("did not fail");
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: nothing, SetAsDefault: true }));
  expect(await look()).toBe(refused(ARN, noIdentityPolicy));
});

test("a denial is told by the kind of policy that it stands in", async () => {
  const deny = { Effect: "Deny", Action: action, Resource: "*" };
  const byIdentity = await reader(allow(action), deny);
  expect(await byIdentity.look()).toBe(
    refused(byIdentity.ARN, "with an explicit deny in an identity-based policy"),
  );
  const byResource = await reader(allow(action));
  const ResourcePolicy = policy({ ...deny, Principal: "*" });
  await byResource.secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  expect(await byResource.look()).toBe(
    refused(byResource.ARN, "with an explicit deny in a resource-based policy"),
  );
});

test("a boundary limits what policies allow", async () => {
  const { iam, look, ARN } = await reader(allow(action));
  const bound = async (PolicyName: string, statement: object) => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: policy(statement) }),
    );
    await iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: "reader", PermissionsBoundary: Policy?.Arn }),
    );
  };
  await bound("wide", allow("*"));
  expect(await look()).toBe("did not fail");
  await bound("narrow", allow("s3:*"));
  expect(await look()).toBe(refused(ARN, `because no permissions boundary allows the ${action} action`));
});

test.each([
  ["the Region asked for", { StringEquals: { "aws:RequestedRegion": home } }, true],
  ["another Region", { StringEquals: { "aws:RequestedRegion": "us-east-1" } }, false],
  ["the role's own ARN", { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/reader` } }, true],
  ["the role's account", { StringEquals: { "aws:PrincipalAccount": account } }, true],
  ["the role's tag", { StringEquals: { "aws:PrincipalTag/team": "web" } }, true],
  ["another team's tag", { StringEquals: { "aws:PrincipalTag/team": "api" } }, false],
  ["a time to come", { DateLessThan: { "aws:CurrentTime": "2026-01-05T09:00:01Z" } }, true],
  ["a time gone by", { DateLessThan: { "aws:CurrentTime": "2026-01-05T09:00:00Z" } }, false],
  ["calls that a service makes", { Bool: { "aws:ViaAWSService": "true" } }, false],
])("a right may hang on %s", async (_, condition, allowed) => {
  const { iam, look } = await reader(allow(action, "*", condition));
  await iam.send(new TagRoleCommand({ RoleName: "reader", Tags: [{ Key: "team", Value: "web" }] }));
  expect((await look()) === "did not fail").toBe(allowed);
});

test("IAM refuses in its own words, and names its entities by name", async () => {
  const { iam, config } = await reader();
  const roles = new IAMClient(config);
  const user = `User: ${session} is not authorized to perform`;
  expect(await failure(roles.send(new GetRoleCommand({ RoleName: "reader" })))).toBe(
    `AccessDenied: ${user}: iam:GetRole on resource: role reader because no identity-based policy allows the iam:GetRole action`,
  );
  expect(await failure(roles.send(new ListRolesCommand({})))).toBe(
    `AccessDenied: ${user}: iam:ListRoles on resource: arn:aws:iam::${account}:role/ because no identity-based policy allows the iam:ListRoles action`,
  );
  expect((await iam.send(new GetRoleCommand({ RoleName: "reader" }))).Role?.RoleName).toBe("reader");
});

test("SNS refuses under a name of its own", async () => {
  const { config } = await reader();
  expect(await failure(new SNSClient(config).send(new CreateTopicCommand({ Name: "news" })))).toMatch(
    /^AuthorizationErrorException: User: .* is not authorized to perform: \w+:CreateTopic on resource: /,
  );
});

test("a user has the rights of the user's own policies", async () => {
  const { iam, sandbox, ARN } = await reader();
  const UserName = "jane";
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  const credentials = { accessKeyId, secretAccessKey };
  const secrets = new SecretsManagerClient(connect(sandbox, { region: home, credentials }));
  expect(await failure(secrets.send(describe))).toBe(
    `AccessDeniedException: User: arn:aws:iam::${account}:user/jane is not authorized to perform: ${action} on resource: ${ARN} ${noIdentityPolicy}`,
  );
  const PolicyDocument = policy(allow(action, ARN));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "own", PolicyDocument }));
  await secrets.send(describe);
});

test("a session of a role that is gone has no rights", async () => {
  const { sandbox, ARN } = await reader();
  const principal = `arn:aws:iam::${account}:role/ghost`;
  const secrets = new SecretsManagerClient(connect(sandbox, { region: home, principal }));
  expect(await failure(secrets.send(describe))).toContain(`on resource: ${ARN} ${noIdentityPolicy}`);
});

test("a service may do what the resource's policy lets it do for that account and source", async () => {
  const { sandbox } = await newAccount();
  const queue = `arn:aws:sqs:${home}:${account}:work`;
  const rule = `arn:aws:events:${home}:${account}:rule/pullpass`;
  const statement = (Condition?: object) =>
    policy({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue,
      ...(Condition && { Condition }),
    });
  const ask = (resourcePolicy: string | undefined, sourceArn = rule) => {
    const permission: Permission = {
      action: "sqs:SendMessage",
      resource: queue,
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    };
    const caller = { kind: "service", service: "events.amazonaws.com", account, sourceArn } as const;
    return sandbox.decide(permission, { caller, place: { partition: "aws", account, region: home } }).kind;
  };
  const fromRule = statement({ ArnEquals: { "aws:SourceArn": rule } });
  expect(ask(undefined)).toBe("denied");
  expect(ask(statement())).toBe("allowed");
  expect(ask(fromRule)).toBe("allowed");
  expect(ask(fromRule, `${rule}-2`)).toBe("denied");
  expect(ask(statement({ StringEquals: { "aws:SourceAccount": account } }))).toBe("allowed");
  expect(ask(statement({ StringEquals: { "aws:SourceAccount": "444455556666" } }))).toBe("denied");
});
