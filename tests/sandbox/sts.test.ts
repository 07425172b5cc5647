import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import {
  administrator,
  type Caller,
  connect,
  credentialsFor,
  type Sandbox,
} from "../../packages/sandbox/src/index.ts";
import { account, allow, failure, home, newAccount, policy, trust } from "./support/account.ts";

const elsewhere = "444455556666";

const principals = {
  account: { AWS: `arn:aws:iam::${account}:root` },
  caller: { AWS: `arn:aws:iam::${account}:role/caller` },
  other: { AWS: `arn:aws:iam::${account}:role/other` },
};

function stsOf(sandbox: Sandbox, principal?: string | Caller) {
  return new STSClient(connect(sandbox, { region: home, ...(principal !== undefined && { principal }) }));
}

test("everyone may ask who they are", async () => {
  const { iam, sandbox, role } = await newAccount();
  const whoAmI = async (sts: STSClient) => (await sts.send(new GetCallerIdentityCommand({}))).Arn;
  expect(await whoAmI(stsOf(sandbox))).toBe(`arn:aws:sts::${account}:assumed-role/Administrator/admin`);
  expect(await whoAmI(stsOf(sandbox, await role("web")))).toBe(
    `arn:aws:sts::${account}:assumed-role/web/sandbox`,
  );
  expect(await whoAmI(stsOf(sandbox, administrator(sandbox, elsewhere)))).toBe(
    `arn:aws:sts::${elsewhere}:assumed-role/Administrator/admin`,
  );
  await iam.send(new CreateUserCommand({ UserName: "jane", Path: "/team/" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "jane" }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  expect(await whoAmI(new STSClient(connect(sandbox, { region: home, credentials })))).toBe(
    `arn:aws:iam::${account}:user/team/jane`,
  );
});

/** A role that everyone of the account may assume who has a right of their own to. */
async function webRole(iam: IAMClient): Promise<string> {
  const AssumeRolePolicyDocument = trust(principals.account);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument }));
  return Role?.Arn ?? "";
}

test("a session of a role is the role's, without its path, until it expires", async () => {
  const { iam, sandbox } = await newAccount();
  const RoleArn = await webRole(iam);
  const PolicyDocument = policy(allow("iam:GetRole"));
  await iam.send(new PutRolePolicyCommand({ RoleName: "web", PolicyName: "own", PolicyDocument }));
  const { AssumedRoleUser, Credentials } = await stsOf(sandbox).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "build-7", DurationSeconds: 900 }),
  );
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "web" }));
  expect(AssumedRoleUser).toEqual({
    Arn: `arn:aws:sts::${account}:assumed-role/web/build-7`,
    AssumedRoleId: `${Role?.RoleId}:build-7`,
  });
  expect(Credentials?.Expiration).toEqual(new Date(sandbox.clock.now().getTime() + 900_000));
  // given without its expiration, or else the SDK itself would not use it
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  const web = new IAMClient(connect(sandbox, { region: home, credentials }));
  const getRole = new GetRoleCommand({ RoleName: "web" });
  await web.send(getRole);
  await sandbox.clock.advance(899_999);
  await web.send(getRole);
  await sandbox.clock.advance(1);
  expect(await failure(web.send(getRole))).toBe(
    "ExpiredToken: The security token included in the request is expired",
  );
});

const web = `arn:aws:iam::${account}:role/web`;
const assume = (who: Caller | string, sandbox: Sandbox, more: object = {}) =>
  failure(
    stsOf(sandbox, who).send(new AssumeRoleCommand({ RoleArn: web, RoleSessionName: "test", ...more })),
  );

const mayAssume = allow("sts:AssumeRole", web);
const refused =
  /^AccessDenied: User: arn:aws:sts::\d+:assumed-role\/caller\/sandbox is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role\/web/;

test.each([
  ["its account, with a right of one's own", principals.account, [mayAssume], /^did not fail$/],
  ["its account, without a right of one's own", principals.account, [], refused],
  ["the caller by name, without a right of one's own", principals.caller, [], /^did not fail$/],
  ["somebody else", principals.other, [mayAssume], refused],
  ["a service", { Service: "codebuild.amazonaws.com" }, [mayAssume], refused],
])("a role that trusts %s", async (_, trusted, rights, outcome) => {
  const { iam, sandbox, role } = await newAccount();
  await webRole(iam);
  const caller = await role("caller", ...rights);
  await role("other");
  await setTrust(sandbox, trust(trusted));
  expect(await assume(caller, sandbox)).toMatch(outcome);
});

async function setTrust(sandbox: Sandbox, PolicyDocument: string) {
  const from = { caller: administrator(sandbox), place: { partition: "aws", account, region: home } };
  await sandbox.call("iam", "UpdateAssumeRolePolicy", { RoleName: "web", PolicyDocument }, from);
}

test("trust binds administrators too", async () => {
  const { iam, sandbox } = await newAccount();
  await webRole(iam);
  expect(await assume(administrator(sandbox), sandbox)).toBe("did not fail");
  await setTrust(sandbox, trust({ Service: "codebuild.amazonaws.com" }));
  expect(await assume(administrator(sandbox), sandbox)).toMatch(/^AccessDenied: /);
});

test("another account's caller needs the trust of the role's", async () => {
  const { iam, sandbox } = await newAccount();
  await webRole(iam);
  const stranger = administrator(sandbox, elsewhere);
  expect(await assume(stranger, sandbox)).toMatch(/^AccessDenied: /);
  await setTrust(sandbox, trust({ AWS: `arn:aws:iam::${elsewhere}:root` }));
  expect(await assume(stranger, sandbox)).toBe("did not fail");
});

test("trust may ask for an external id", async () => {
  const { iam, sandbox } = await newAccount();
  await webRole(iam);
  const Condition = { StringEquals: { "sts:ExternalId": "agreed" } };
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  await setTrust(sandbox, policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }));
  const admin = administrator(sandbox);
  expect(await assume(admin, sandbox)).toMatch(/^AccessDenied: /);
  expect(await assume(admin, sandbox, { ExternalId: "guessed" })).toMatch(/^AccessDenied: /);
  expect(await assume(admin, sandbox, { ExternalId: "agreed" })).toBe("did not fail");
});

test("a role that is not there refuses everyone", async () => {
  const { sandbox } = await newAccount();
  expect(await assume(administrator(sandbox), sandbox)).toMatch(/^AccessDenied: /);
});

test("session names and lengths have limits", async () => {
  const { iam, sandbox } = await newAccount();
  await webRole(iam);
  const admin = administrator(sandbox);
  expect(await assume(admin, sandbox, { RoleSessionName: "a b" })).toMatch(
    /^ValidationError: .*roleSessionName/,
  );
  expect(await assume(admin, sandbox, { RoleSessionName: "x" })).toMatch(
    /^ValidationError: .*roleSessionName/,
  );
  expect(await assume(admin, sandbox, { DurationSeconds: 899 })).toMatch(
    /^ValidationError: .*durationSeconds/,
  );
  expect(await assume(admin, sandbox, { DurationSeconds: 7200 })).toMatch(
    /^ValidationError: .*MaxSessionDuration/,
  );
  await iam.send(new UpdateRoleCommand({ RoleName: "web", MaxSessionDuration: 7200 }));
  expect(await assume(admin, sandbox, { DurationSeconds: 7200 })).toBe("did not fail");
});

test("credentials for a role can be had without its trust, for tests", async () => {
  const { sandbox } = await newAccount();
  const credentials = credentialsFor(sandbox, `arn:aws:iam::${account}:role/ci/web`, "step");
  const sts = new STSClient(connect(sandbox, { region: home, credentials }));
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    `arn:aws:sts::${account}:assumed-role/web/step`,
  );
});
