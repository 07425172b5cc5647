/** A secret of one account under a key of its own account or of a third, read from another: every side must agree. */
import { BatchGetBuildsCommand, CreateProjectCommand, StartBuildCommand } from "@aws-sdk/client-codebuild";
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import { allow, failure, home, policy } from "./support/account.ts";
import { builds, keys, newAccounts, registries } from "./support/accounts.ts";

type Accounts = Awaited<ReturnType<typeof newAccounts>>;

const rootOf = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const SecretString = '{"username":"ci","password":"canary-s3cret"}';
const use = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];

/** A key whose policy leaves it to its own account, and lets those accounts use it. */
async function newKey({ of }: Accounts, account: string, users: readonly string[]): Promise<string> {
  const own = { ...allow("kms:*"), Principal: rootOf(account) };
  const others = users.map((user) => ({ ...allow(use), Principal: rootOf(user) }));
  const { KeyMetadata } = await of(account).kms.send(
    new CreateKeyCommand({ Policy: policy(own, ...others) }),
  );
  return KeyMetadata?.Arn ?? "";
}

async function newSecret({ of }: Accounts, KmsKeyId: string | undefined, readers: readonly string[]) {
  const { secrets } = of(registries);
  const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "ghcr", SecretString, KmsKeyId }));
  if (readers.length > 0) {
    const statements = readers.map((reader) => ({
      ...allow(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]),
      Principal: rootOf(reader),
    }));
    await secrets.send(
      new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: policy(...statements) }),
    );
  }
  return ARN;
}

const read = allow("secretsmanager:GetSecretValue");
const decrypt = allow("kms:Decrypt");
const noKms = "AccessDeniedException: Access to KMS is not allowed";

describe.each([
  ["its own account", registries],
  ["a third account", keys],
])("a secret under a key of %s is read from the account of builds", (_, keyAccount) => {
  const keyUsers = [builds, ...(keyAccount === registries ? [] : [registries])];

  test.each([
    ["when all agree", [read, decrypt], [builds], keyUsers, /^did not fail$/],
    [
      "not without the role's right to the secret",
      [decrypt],
      [builds],
      keyUsers,
      /no identity-based policy allows/,
    ],
    ["not without the secret's policy", [read, decrypt], [], keyUsers, /no resource-based policy allows/],
    ["not without the role's right to the key", [read], [builds], keyUsers, noKms],
    [
      "not without the key's policy",
      [read, decrypt],
      [builds],
      keyUsers.filter((user) => user !== builds),
      noKms,
    ],
  ])("%s", async (_name, rights, readers, users, outcome) => {
    const accounts = await newAccounts();
    const key = await newKey(accounts, keyAccount, users);
    const SecretId = await newSecret(accounts, key, readers);
    const reader = accounts.as(await accounts.role(builds, "web", rights));
    const result = await failure(reader.secrets.send(new GetSecretValueCommand({ SecretId })));
    expect(result).toMatch(outcome);
  });
});

test("an administrator needs the other account's word as well", async () => {
  const accounts = await newAccounts();
  const SecretId = await newSecret(accounts, await newKey(accounts, registries, []), [builds]);
  const call = accounts.of(builds).secrets.send(new GetSecretValueCommand({ SecretId }));
  expect(await failure(call)).toBe(noKms);
});

test("no secret is made under another account's key that does not let its account in", async () => {
  const accounts = await newAccounts();
  const key = await newKey(accounts, keys, [builds]);
  expect(await failure(newSecret(accounts, key, []))).toBe(noKms);
});

test("a key of another account that is disabled opens nothing", async () => {
  const accounts = await newAccounts();
  const key = await newKey(accounts, keys, [builds, registries]);
  const SecretId = await newSecret(accounts, key, [builds]);
  await accounts.of(keys).kms.send(new DisableKeyCommand({ KeyId: key }));
  const call = accounts.of(builds).secrets.send(new GetSecretValueCommand({ SecretId }));
  expect(await failure(call)).toMatch(/^DecryptionFailure: /);
});

test("a key's policy is its own account's to read, whatever it says", async () => {
  const accounts = await newAccounts();
  const own = { ...allow("kms:*"), Principal: rootOf(keys) };
  const Policy = policy(own, { ...allow("kms:*"), Principal: rootOf(builds) });
  const { KeyMetadata } = await accounts.of(keys).kms.send(new CreateKeyCommand({ Policy }));
  const KeyId = KeyMetadata?.Arn;
  const auditor = accounts.as(await accounts.role(builds, "auditor", [allow("kms:*")]));
  await auditor.kms.send(new DescribeKeyCommand({ KeyId }));
  expect(await failure(auditor.kms.send(new GetKeyPolicyCommand({ KeyId })))).toMatch(
    /^AccessDeniedException: /,
  );
});

test("who may not read another account's secrets is not told which there are", async () => {
  const accounts = await newAccounts();
  await newSecret(accounts, undefined, []);
  const describeIn = (name: string) => {
    const SecretId = `arn:aws:secretsmanager:${home}:${registries}:secret:${name}`;
    return failure(accounts.of(builds).secrets.send(new DescribeSecretCommand({ SecretId })));
  };
  expect(await describeIn("ghcr")).toMatch(/^AccessDeniedException: /);
  expect(await describeIn("quay")).toMatch(/^AccessDeniedException: /);
});

test.each([
  ["passes when all agree", [builds], "SUCCEEDED"],
  ["fails when the secret's owner does not", [], "FAILED"],
])("a build with another account's secret %s", async (_, readers, status) => {
  const accounts = await newAccounts();
  const key = await newKey(accounts, registries, [builds]);
  const credential = await newSecret(accounts, key, readers);
  const serviceRole = await accounts.role(builds, "web", [read, decrypt]);
  const { codebuild } = accounts.of(builds);
  await codebuild.send(
    new CreateProjectCommand({
      name: "web",
      serviceRole,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "ghcr.io/acme/web:1",
        imagePullCredentialsType: "SERVICE_ROLE",
        registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
      },
    }),
  );
  const { build } = await codebuild.send(new StartBuildCommand({ projectName: "web" }));
  await accounts.sandbox.clock.advance(10_000);
  const { builds: [ended] = [] } = await codebuild.send(
    new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }),
  );
  expect(ended?.buildStatus).toBe(status);
});
