/** Calls above AWS's request rates are refused; time is the sandbox's own, and stands still unless it is moved. */
import { CodeBuildClient, ListProjectsCommand } from "@aws-sdk/client-codebuild";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { ListRootsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { administrator, connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { account, away, failure, home } from "./support/account.ts";
import { newAccounts } from "./support/accounts.ts";

const other = "444455556666";
const ClientRequestToken = "EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE";

async function limited(more: object = {}) {
  const { sandbox } = await newAccounts({
    accounts: [account, other],
    regions: [home, away],
    requestRates: true,
    ...more,
  });
  return sandbox;
}

type Call = readonly [service: string, operation: string, input?: object];

function calling(sandbox: Sandbox, from: { account?: string; region?: string } = {}) {
  const caller = administrator(sandbox, from.account ?? account);
  const place = { partition: "aws", account: caller.account, region: from.region ?? home };
  return ([service, operation, input = {}]: Call) =>
    failure(sandbox.call(service, operation, input, { caller, place }));
}

const listSecrets = ["secretsmanager", "ListSecrets"] as const;

/** How many calls in a row succeed before one is refused. */
async function runOf(call: Call, sandbox: Sandbox, from = {}): Promise<number> {
  const make = calling(sandbox, from);
  for (let count = 0; count < 1_000; count++) {
    if (/^(Throttling|TooMany)/.test(await make(call))) return count;
  }
  throw new Error("a thousand calls were taken");
}

test.each<[string, Call, number]>([
  ["ListSecrets", listSecrets, 100],
  [
    "what Secrets Manager gives no rate of its own",
    ["secretsmanager", "ListSecretVersionIds", { SecretId: "a" }],
    50,
  ],
  ["DescribeEventBus", ["events", "DescribeEventBus"], 50],
  ["ListGrants", ["kms", "ListGrants", { KeyId: "alias/aws/secretsmanager" }], 100],
  ["ListTopics", ["sns", "ListTopics"], 30],
])(
  "%s: a second's worth at once, less what others took, and then so many a second",
  async (_, call, rate) => {
    const sandbox = await limited();
    const first = await runOf(call, sandbox);
    expect(first).toBeGreaterThanOrEqual(rate / 2);
    expect(first).toBeLessThanOrEqual(rate);
    await sandbox.clock.advance(1_000);
    expect(await runOf(call, sandbox)).toBe(rate);
    await sandbox.clock.advance(500);
    expect(await runOf(call, sandbox)).toBe(rate / 2);
    await sandbox.clock.advance(3_600_000);
    expect(await runOf(call, sandbox)).toBe(rate);
  },
);

test("the same seed refuses the same calls", async () => {
  const counts = await Promise.all(
    [1, 1, 2, 3, 4].map(async (seed) => runOf(listSecrets, await limited({ seed }))),
  );
  expect(counts[1]).toBe(counts[0]);
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test("accounts, Regions and operations are counted by themselves; who share a rate, together", async () => {
  const sandbox = await limited();
  await runOf(listSecrets, sandbox);
  const again = (from: object) => calling(sandbox, from)(listSecrets);
  expect(await again({})).toMatch(/^ThrottlingException: /);
  expect(await again({ account: other })).toBe("did not fail");
  expect(await again({ region: away })).toBe("did not fail");
  const make = calling(sandbox);
  expect(
    await make(["secretsmanager", "CreateSecret", { Name: "a", SecretString: "b", ClientRequestToken }]),
  ).toBe("did not fail");

  await runOf(["secretsmanager", "PutResourcePolicy", { SecretId: "a" }], sandbox);
  expect(await make(["secretsmanager", "GetResourcePolicy", { SecretId: "a" }])).toMatch(
    /^ThrottlingException: /,
  );
});

test("IAM counts all Regions together", async () => {
  const sandbox = await limited();
  await runOf(["iam", "ListRoles"], sandbox);
  expect(await calling(sandbox, { region: away })(["iam", "ListRoles"])).toMatch(/^Throttling: /);
});

test("a refused call does nothing", async () => {
  const sandbox = await limited({ requestRates: { "secretsmanager:CreateSecret": 1 } });
  const make = calling(sandbox);
  const create = (Name: string) =>
    make(["secretsmanager", "CreateSecret", { Name, SecretString: "b", ClientRequestToken }]);
  expect(await create("a")).toBe("did not fail");
  expect(await create("b")).toMatch(/^ThrottlingException: /);
  expect(await make(["secretsmanager", "DescribeSecret", { SecretId: "b" }])).toMatch(
    /^ResourceNotFoundException: /,
  );
  await sandbox.clock.advance(1_000);
  expect(await create("b")).toBe("did not fail");
});

test("rates of one's own take the place of AWS's", async () => {
  const sandbox = await limited({ requestRates: { "secretsmanager:ListSecrets": 2 } });
  await runOf(listSecrets, sandbox);
  await sandbox.clock.advance(1_000);
  expect(await runOf(listSecrets, sandbox)).toBe(2);
});

test("without the mode nothing is refused", async () => {
  const { sandbox } = await newAccounts({ account });
  await expect(runOf(["kms", "CreateKey"], sandbox)).rejects.toThrow("a thousand calls were taken");
});

test("what a service does by itself is not counted", async () => {
  const sandbox = await limited({ requestRates: { "sts:AssumeRole": 1 } });
  const caller = { kind: "service", service: "codebuild.amazonaws.com", account } as const;
  const place = { partition: "aws", account, region: home };
  for (let count = 0; count < 3; count++) {
    const call = sandbox.call(
      "sts",
      "AssumeRole",
      { RoleArn: `arn:aws:iam::${account}:role/web`, RoleSessionName: "web" },
      { caller, place },
    );
    expect(await failure(call)).toMatch(/^AccessDenied: /);
  }
});

/** One call is taken, the next is not; the SDK's own retries, which take real time, are switched off. */
const once = (sandbox: Sandbox) => ({ ...connect(sandbox, { region: home }), maxAttempts: 1 });
type Config = ReturnType<typeof once>;

test.each<[string, string, (config: Config) => () => Promise<unknown>]>([
  [
    "iam:ListRoles",
    "Throttling: Rate exceeded",
    (config) => {
      const client = new IAMClient(config);
      return () => client.send(new ListRolesCommand({}));
    },
  ],
  [
    "sts:GetCallerIdentity",
    "Throttling: Rate exceeded",
    (config) => {
      const client = new STSClient(config);
      return () => client.send(new GetCallerIdentityCommand({}));
    },
  ],
  [
    "sns:ListTopics",
    "Throttling: Rate exceeded",
    (config) => {
      const client = new SNSClient(config);
      return () => client.send(new ListTopicsCommand({}));
    },
  ],
  [
    "codebuild:ListProjects",
    "ThrottlingException: Rate exceeded",
    (config) => {
      const client = new CodeBuildClient(config);
      return () => client.send(new ListProjectsCommand({}));
    },
  ],
  [
    "secretsmanager:ListSecrets",
    "ThrottlingException: Rate exceeded",
    (config) => {
      const client = new SecretsManagerClient(config);
      return () => client.send(new ListSecretsCommand({}));
    },
  ],
  [
    "events:ListRules",
    "ThrottlingException: Rate exceeded",
    (config) => {
      const client = new EventBridgeClient(config);
      return () => client.send(new ListRulesCommand({}));
    },
  ],
  [
    "kms:CreateKey",
    "ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    (config) => {
      const client = new KMSClient(config);
      return () => client.send(new CreateKeyCommand({}));
    },
  ],
  [
    "organizations:ListRoots",
    "TooManyRequestsException: You have sent too many requests in too short a period of time.",
    (config) => {
      const client = new OrganizationsClient(config);
      return () => client.send(new ListRootsCommand({}));
    },
  ],
])("%s is refused in its service's own words", async (operation, words, of) => {
  const call = of(once(await limited({ requestRates: { [operation]: 1 } })));
  await failure(call());
  expect(await failure(call())).toBe(words);
});
