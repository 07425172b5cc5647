/** The policies of AWS's own, and replies that no value makes unreadable. */
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPoliciesCommand,
  paginateListPolicies,
} from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { parsePolicy } from "../../packages/access/src/index.ts";
import { connect, createSandbox } from "../../packages/sandbox/src/index.ts";
import { allow, failure, home, newAccount, policy } from "./support/account.ts";
import { iamAccount } from "./support/iam-account.ts";

const ofAws = "arn:aws:iam::aws:policy";

test("whoever has SecretsManagerReadWrite reads secrets, and whoever develops builds does not", async () => {
  const { iam, secrets, role, as } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: "registry", SecretString: "x" }));
  const attached = async (RoleName: string, name: string) => {
    const arn = await role(RoleName);
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `${ofAws}/${name}` }));
    return as(arn).secrets;
  };
  const reader = await attached("reader", "SecretsManagerReadWrite");
  const developer = await attached("developer", "AWSCodeBuildDeveloperAccess");
  const read = new GetSecretValueCommand({ SecretId: "registry" });
  await reader.send(read);
  await reader.send(new PutSecretValueCommand({ SecretId: "registry", SecretString: "y" }));
  expect(await failure(developer.send(read))).toMatch(/^AccessDeniedException/);
});

test.each([
  "AWSCodeBuildDeveloperAccess",
  "IAMFullAccess",
  "service-role/AWSLambdaBasicExecutionRole",
  "service-role/AWSLambdaSQSQueueExecutionRole",
])("%s is there with its text, in its latest version", async (name) => {
  const { iam } = await newAccount();
  const PolicyArn = `${ofAws}/${name}`;
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  const document = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""));
  expect(document.Version).toBe("2012-10-17");
  expect(document.Statement.length).toBeGreaterThan(0);
});

test("all that are there can be read as policies", async () => {
  const { iam } = await newAccount();
  for await (const { Policies = [] } of paginateListPolicies({ client: iam }, { Scope: "AWS" })) {
    for (const { Arn: PolicyArn, DefaultVersionId: VersionId } of Policies) {
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
      expect(() => parsePolicy(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "")))).not.toThrow();
    }
  }
});

test("another partition has them under its own ARNs", async () => {
  const sandbox = await createSandbox({ regions: ["cn-north-1"], partition: "aws-cn" });
  const iam = new IAMClient(connect(sandbox, { region: "cn-north-1" }));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "AWS" }));
  expect(Policies.map(({ Arn }) => Arn)).toContain("arn:aws-cn:iam::aws:policy/SecretsManagerReadWrite");
  await sandbox.dispose();
});

test("a character that XML cannot carry leaves lists readable", async () => {
  const { iam } = await iamAccount();
  const PolicyDocument = policy(allow("s3:GetObject"));
  const Description = "bell \u0007 and null \u0000";
  await iam.send(new CreatePolicyCommand({ PolicyName: "odd", PolicyDocument, Description }));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  expect(Policies.map(({ PolicyName }) => PolicyName)).toEqual(["odd"]);
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: Policies[0]?.Arn }));
  expect(Policy?.Description).toBe("bell \uFFFD and null \uFFFD");
});

test.each([
  "nothing-valid-in-here",
  "arn::b:::something/test-role",
  "arn:a::::something/test-role",
  "arn:a:::something/test-role",
  "arn:a:a::aaaaaaaaaa:",
])("that %s is no role's ARN is said before anyone's rights are asked", async (RoleArn) => {
  const { sandbox, role } = await newAccount();
  const nobody = new STSClient(connect(sandbox, { region: home, principal: await role("nobody") }));
  const call = nobody.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session" }));
  expect(await failure(call)).toBe(`ValidationError: ${RoleArn} is invalid`);
});
