import { expect, test } from "vitest";
import { observe } from "../../packages/core/src/observe/observe.ts";
import type { SecretKey } from "../../packages/core/src/observe/snapshot.ts";
import {
  away,
  type Contents,
  key,
  memoryAccount,
  project,
  roleRecord,
  secret,
  settings,
  work,
} from "./support/account.ts";

const own = key("1111-2222");
const aws = key("aaaa-bbbb", { manager: "AWS" });
const foreign = key("9999-8888", { account: "999988887777" });
const policy = { Statement: ["any"] };
const keyPolicies = { [own.arn]: JSON.stringify(policy) };

async function keyOf(keyId: string | undefined, contents: Contents = {}): Promise<SecretKey | undefined> {
  const account = memoryAccount({
    roles: [roleRecord()],
    projects: [project("web")],
    secrets: [secret("registry/hub", { keyId })],
    keys: [own, aws],
    keyPolicies,
    ...contents,
  });
  const found = (await observe(work(), account, settings)).secrets.get("registry/hub");
  return found?.kind === "found" ? found.key : undefined;
}

const customer = { kind: "customer", key: own, policy: { kind: "known", value: policy } };

test.each<readonly [what: string, keyId: string | undefined, expected: object, contents?: Contents]>([
  ["no key is the default key", undefined, { kind: "default" }],
  [
    "the default key's alias",
    "alias/aws/secretsmanager",
    { kind: "default" },
    { failing: { DescribeKey: "denied" } },
  ],
  [
    "the default key's alias ARN",
    "arn:aws:kms:eu-central-1:111122223333:alias/aws/secretsmanager",
    { kind: "default" },
    { failing: { DescribeKey: "denied" } },
  ],
  ["a key that AWS manages", aws.arn, { kind: "default" }],
  ["a customer managed key by ARN", own.arn, customer],
  ["by id", "1111-2222", customer],
  ["by alias", "alias/registry", customer, { aliases: { "alias/registry": own.arn } }],
  ["a key that is gone", "3333-4444", { kind: "absent", keyId: "3333-4444" }],
  [
    "a key that is denied",
    own.arn,
    { kind: "unknown", keyId: own.arn },
    { failing: { DescribeKey: "denied" } },
  ],
  [
    "a key whose policy is denied",
    own.arn,
    { kind: "customer", key: own, policy: { kind: "unknown" } },
    { failing: { GetKeyPolicy: "denied" } },
  ],
  [
    "a key whose policy is no JSON",
    own.arn,
    { kind: "customer", policy: { kind: "unknown", reason: "it is not JSON" } },
    { keyPolicies: { [own.arn]: "{" } },
  ],
  [
    "another account's key that may be looked at",
    foreign.arn,
    { kind: "customer", key: foreign, policy: { kind: "unknown" } },
    { keys: [foreign] },
  ],
  [
    "another account's key that may not",
    foreign.arn,
    { kind: "customer", key: { arn: foreign.arn, account: "999988887777" }, policy: { kind: "unknown" } },
    { failing: { DescribeKey: "denied" } },
  ],
  [
    "another account's key by an alias that may not be looked at",
    "arn:aws:kms:eu-central-1:999988887777:alias/x",
    { kind: "unknown" },
    { failing: { DescribeKey: "denied" } },
  ],
])("%s", async (...[, keyId, expected, contents]) => {
  expect(await keyOf(keyId, contents)).toMatchObject(expected);
});

test("a secret elsewhere is protected by a key of its own Region", async () => {
  const account = memoryAccount({
    roles: [roleRecord()],
    projects: [project("web")],
    secrets: [secret("registry/hub", { region: away, keyId: "alias/registry" })],
  });
  await observe(work(), account, settings);
  expect(account.calls).toContain(`DescribeKey alias/registry in ${away}`);
});

test.each([
  ["no consent", { tags: {} }],
  ["a scheduled deletion", { deletion: "pending" as const }],
])("of a secret with %s, neither key nor policy is looked at", async (_, over) => {
  const account = memoryAccount({
    roles: [roleRecord()],
    projects: [project("web")],
    secrets: [secret("registry/hub", { keyId: own.arn, ...over })],
    keys: [own],
  });
  const { secrets } = await observe(work(), account, settings);
  expect(secrets.get("registry/hub")).toMatchObject({ kind: "found", key: { kind: "unknown" } });
  expect(account.calls.filter((call) => /Key|ResourcePolicy|Attached/.test(call))).toEqual([]);
});
