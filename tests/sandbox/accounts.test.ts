import { CreateProjectCommand } from "@aws-sdk/client-codebuild";
import {
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { createSandbox } from "../../packages/sandbox/src/index.ts";
import { allow, failure, home, policy, trust } from "./support/account.ts";
import { builds, keys, newAccounts, registries } from "./support/accounts.ts";

const rootOf = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const roleIn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

test("an account's number as access key calls as its administrator; each account has its own", async () => {
  const { of, role, sandbox } = await newAccounts();
  expect(sandbox.account).toBe(builds);
  const { Arn } = await of(registries).sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::${registries}:assumed-role/Administrator/admin`);
  await role(builds, "web");
  expect((await of(registries).iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  expect((await of(builds).iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
});

test("where accounts are named, there are no others", async () => {
  const { of } = await newAccounts();
  expect(await failure(of("999900001111").sts.send(new GetCallerIdentityCommand({})))).toBe(
    "InvalidClientTokenId: The security token included in the request is invalid.",
  );
  expect(await failure(of("999900001111").secrets.send(new DescribeSecretCommand({ SecretId: "a" })))).toBe(
    "UnrecognizedClientException: The security token included in the request is invalid.",
  );
});

test.each([["12345"], ["account"]])("%s is the number of no account", async (wrong) => {
  await expect(createSandbox({ regions: [home], accounts: [builds, wrong] })).rejects.toThrow(
    `An account is a number of twelve digits, not ${wrong}.`,
  );
});

test("a role of another account is taken when its trust and one's own policies say so", async () => {
  const { as, with: signedWith, role } = await newAccounts();
  const RoleArn = await role(registries, "reader", [allow("iam:GetRole")], trust(rootOf(builds)));
  const input = { RoleArn, RoleSessionName: "across" };
  const without = as(await role(builds, "without"));
  expect(await failure(without.sts.send(new AssumeRoleCommand(input)))).toMatch(
    /^AccessDenied: .*because no identity-based policy allows the sts:AssumeRole action/,
  );

  const caller = as(await role(builds, "with", [allow("sts:AssumeRole", RoleArn)]));
  const { Credentials } = await caller.sts.send(new AssumeRoleCommand(input));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  const session = signedWith(AccessKeyId, SecretAccessKey, SessionToken);
  const { Account } = await session.sts.send(new GetCallerIdentityCommand({}));
  expect(Account).toBe(registries);
  const { Role } = await session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  expect(Role?.Arn).toBe(RoleArn);
});

test.each([
  ["the account", rootOf(builds), /^did not fail$/],
  ["the role", { AWS: roleIn(builds, "caller") }, /^did not fail$/],
  ["a third account", rootOf(keys), /^AccessDenied: .*no resource-based policy allows/],
])("a role that trusts %s", async (_, trusted, outcome) => {
  const { as, role } = await newAccounts();
  const caller = as(await role(builds, "caller", [allow("sts:AssumeRole")]));
  const RoleArn = await role(registries, "reader", [], trust(trusted));
  const call = caller.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "across" }));
  expect(await failure(call)).toMatch(outcome);
});

test("a session that takes another role has an hour", async () => {
  const { as, role } = await newAccounts();
  const caller = as(await role(builds, "caller", [allow("sts:AssumeRole")]));
  const RoleArn = await role(registries, "reader", [], trust(rootOf(builds)));
  const assume = (DurationSeconds: number) =>
    failure(caller.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "across", DurationSeconds })));
  expect(await assume(3600)).toBe("did not fail");
  expect(await assume(3601)).toMatch(/^ValidationError: /);
});

test("no one gives a project the role of another account", async () => {
  const { of, role } = await newAccounts();
  const serviceRole = await role(registries, "web");
  const call = of(builds).codebuild.send(
    new CreateProjectCommand({
      name: "web",
      serviceRole,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "alpine" },
    }),
  );
  expect(await failure(call)).toBe("AccessDeniedException: Cross-account pass role is not allowed.");
});

const queueArn = (account: string, name: string) => `arn:aws:sqs:${home}:${account}:${name}`;

test("a queue of another account takes messages when its policy and the sender's say so", async () => {
  const { as, of, role } = await newAccounts();
  const open = policy({ ...allow("sqs:*", queueArn(registries, "in")), Principal: rootOf(builds) });
  const { sqs } = of(registries);
  const { QueueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: "in", Attributes: { Policy: open } }),
  );
  const closed = await sqs.send(new CreateQueueCommand({ QueueName: "closed" }));
  const sender = as(await role(builds, "sender", [allow("sqs:*")]));
  const send = (url: string | undefined, { sqs: from } = sender) =>
    failure(from.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "hello" })));

  expect(await send(QueueUrl)).toBe("did not fail");
  expect(await send(closed.QueueUrl)).toMatch(/no resource-based policy allows the sqs:sendmessage action/i);
  expect(await send(QueueUrl, as(await role(builds, "nobody")))).toMatch(/no identity-based policy/);
  expect(await failure(sender.sqs.send(new DeleteQueueCommand({ QueueUrl })))).toMatch(/not authorized/);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => Body)).toEqual(["hello"]);
});

const busArn = (account: string) => `arn:aws:events:${home}:${account}:event-bus/default`;
const entry = (more: object = {}) => ({ Source: "mine", DetailType: "test", Detail: "{}", ...more });
const everyone = (name: string, account: string) =>
  policy({ ...allow("sqs:SendMessage", queueArn(account, name)), Principal: "*" });

type Accounts = Awaited<ReturnType<typeof newAccounts>>;

/** What comes to a queue of the account by a rule on its bus. */
async function listener({ of }: Accounts, account: string) {
  const { sqs, events } = of(account);
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: "heard", Attributes: { Policy: everyone("heard", account) } }),
  );
  await events.send(new PutRuleCommand({ Name: "hear", EventPattern: '{"source":["mine"]}' }));
  await events.send(
    new PutTargetsCommand({ Rule: "hear", Targets: [{ Id: "1", Arn: queueArn(account, "heard") }] }),
  );
  return async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body }) => JSON.parse(Body ?? ""));
  };
}

test("another account's bus takes events once it lets the sender in; they stay the sender's", async () => {
  const accounts = await newAccounts();
  const { of, as, role, sandbox } = accounts;
  const heard = await listener(accounts, registries);
  const sender = as(await role(builds, "sender", [allow("events:PutEvents")]));
  const send = () =>
    failure(
      sender.events.send(new PutEventsCommand({ Entries: [entry({ EventBusName: busArn(registries) })] })),
    );
  expect(await send()).toMatch(/no resource-based policy allows the events:PutEvents action/);
  await of(registries).events.send(
    new PutPermissionCommand({ Action: "events:PutEvents", Principal: builds, StatementId: "in" }),
  );
  expect(await send()).toBe("did not fail");
  await sandbox.settle();
  expect(await heard()).toMatchObject([{ account: builds, source: "mine" }]);
});

/** What a rule of `builds` with this target lets through to the queue `heard` of `registries`. */
async function sentBy(target: (accounts: Accounts) => Promise<Pick<Target, "Arn" | "RoleArn">>) {
  const accounts = await newAccounts();
  const { of, sandbox } = accounts;
  const heard = await listener(accounts, registries);
  await of(registries).events.send(
    new PutPermissionCommand({ Action: "events:PutEvents", Principal: builds, StatementId: "in" }),
  );
  const { events } = of(builds);
  await events.send(new PutRuleCommand({ Name: "out", EventPattern: '{"source":["mine"]}' }));
  const Targets = [{ Id: "1", ...(await target(accounts)) }];
  await events.send(new PutTargetsCommand({ Rule: "out", Targets }));
  await events.send(new PutEventsCommand({ Entries: [entry()] }));
  await sandbox.settle();
  return (await heard()).length;
}

const forEvents = trust({ Service: "events.amazonaws.com" });
const forBuilds = trust();
const may = (action: string) => [allow(action)];

test.each([
  ["its bus, with a role", busArn(registries), may("events:PutEvents"), forEvents, 1],
  ["its bus, with a role that may not", busArn(registries), [], forEvents, 0],
  ["its bus, with a role that EventBridge is not trusted by", busArn(registries), may("*"), forBuilds, 0],
  ["its bus, without a role", busArn(registries), undefined, forEvents, 0],
  ["its queue, with a role", queueArn(registries, "heard"), may("sqs:SendMessage"), forEvents, 1],
  ["its queue, with a role that may not", queueArn(registries, "heard"), [], forEvents, 0],
  ["its queue, without a role", queueArn(registries, "heard"), undefined, forEvents, 0],
])("a rule sends to another account: %s", async (_, Arn, rights, trusted, count) => {
  const sent = await sentBy(async ({ role }) => ({
    Arn,
    ...(rights && { RoleArn: await role(builds, "sender", rights, trusted) }),
  }));
  expect(sent).toBe(count);
});

test("an account that does not exist has no bus", async () => {
  const sent = await sentBy(async ({ role }) => ({
    Arn: busArn("999900001111"),
    RoleArn: await role(builds, "sender", may("*"), forEvents),
  }));
  expect(sent).toBe(0);
});

test("both accounts' trails tell a change across accounts; the owner's, the caller's account only", async () => {
  const { as, events, of, role } = await newAccounts();
  const { ARN } = await of(registries).secrets.send(
    new CreateSecretCommand({ Name: "ghcr", SecretString: "x" }),
  );
  const share = policy({ ...allow("secretsmanager:TagResource"), Principal: rootOf(builds) });
  await of(registries).secrets.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: share }));
  const tagger = as(await role(builds, "tagger", [allow("secretsmanager:TagResource")]));
  events.splice(0);
  const Tags = [{ Key: "team", Value: "web" }];
  await tagger.secrets.send(new TagResourceCommand({ SecretId: ARN, Tags }));

  const told = events.map(({ account, detail }) => ({ account, ...(detail as { eventID: string }) }));
  expect(told).toMatchObject([
    { account: builds, recipientAccountId: builds, userIdentity: { type: "AssumedRole", accountId: builds } },
    {
      account: registries,
      recipientAccountId: registries,
      userIdentity: { type: "AWSAccount", accountId: builds },
    },
  ]);
  expect(told[1]).not.toHaveProperty("userIdentity.arn");
  const shared = told.map((record) => ("sharedEventID" in record ? record.sharedEventID : undefined));
  expect(shared[0]).toBeDefined();
  expect(shared[1]).toBe(shared[0]);
  expect(told[1]?.eventID).not.toBe(told[0]?.eventID);
});
