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

type Row = readonly [what: string, keyId: string | undefined, contents: Contents, expected: object];

const denied: Contents = { failing: { DescribeKey: "denied" } };
const foreignAlias = "arn:aws:kms:eu-central-1:999988887777:alias/x";

test.each<Row>([
  ["no key is the default key", undefined, {}, { kind: "default" }],
  ["the default key's alias", "alias/aws/secretsmanager", denied, { kind: "default" }],
  [
    "the default key's alias ARN",
    "arn:aws:kms:eu-central-1:111122223333:alias/aws/secretsmanager",
    denied,
    { kind: "default" },
  ],
  ["a key that AWS manages", aws.arn, {}, { kind: "default" }],
  ["a customer managed key by ARN", own.arn, {}, customer],
  ["by id", "1111-2222", {}, customer],
  ["by alias", "alias/registry", { aliases: { "alias/registry": own.arn } }, customer],
  ["a key that is gone", "3333-4444", {}, { kind: "absent", keyId: "3333-4444" }],
  ["a key that is denied", own.arn, denied, { kind: "unknown", keyId: own.arn }],
  [
    "a key whose policy is denied",
    own.arn,
    { failing: { GetKeyPolicy: "denied" } },
    { kind: "customer", key: own, policy: { kind: "unknown" } },
  ],
  [
    "a key whose policy is no JSON",
    own.arn,
    { keyPolicies: { [own.arn]: "{" } },
    { kind: "customer", policy: { kind: "unknown", reason: "it is not JSON" } },
  ],
  [
    "another account's key that may be looked at",
    foreign.arn,
    { keys: [foreign] },
    { kind: "customer", key: foreign, policy: { kind: "unknown" } },
  ],
  [
    "another account's key that may not",
    foreign.arn,
    denied,
    { kind: "customer", key: { arn: foreign.arn, account: "999988887777" }, policy: { kind: "unknown" } },
  ],
  [
    "a key whose own policy does not let it be looked at",
    "alias/registry",
    { failing: { DescribeKey: "shut" } },
    { kind: "unknown", keyId: "alias/registry", refusal: { kind: "denied", by: "resource-based policy" } },
  ],
  [
    "a key whose own policy does not let the policy be read",
    own.arn,
    { failing: { GetKeyPolicy: "shut" } },
    {
      kind: "customer",
      key: own,
      policy: { kind: "unknown", refusal: { kind: "denied", by: "resource-based policy" } },
    },
  ],
  ["another account's key by an alias", foreignAlias, denied, { kind: "unknown", keyId: foreignAlias }],
])("%s", async (_, keyId, contents, expected) => {
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

const old = key("3333-4444");
const arn = secret("registry/hub").arn;

test.each<
  readonly [what: string, keyId: string | undefined, under: readonly string[], opens: string, next: string]
>([
  ["under the named key", own.arn, [own.arn], own.arn, ""],
  ["encrypted anew", own.arn, [old.arn, own.arn], own.arn, ""],
  ["still under the one before", own.arn, [old.arn], old.arn, own.arn],
  ["still under the default key", own.arn, ["DefaultEncryptionKey"], "default", own.arn],
  ["still under a key, and the default key named", undefined, [old.arn], old.arn, "default"],
  ["under the key that an alias stood for", "alias/team", [old.arn], old.arn, own.arn],
  ["under the default key, as named", undefined, ["DefaultEncryptionKey"], "default", ""],
])(
  "a version %s: what opens it counts, and the next value's key is told",
  async (_what, keyId, under, opens, next) => {
    const account = memoryAccount({
      roles: [roleRecord()],
      projects: [project("web")],
      secrets: [secret("registry/hub", { keyId })],
      keys: [own, old, aws],
      aliases: { "alias/team": own.arn, "alias/aws/secretsmanager": aws.arn },
      currentKeys: { [arn]: under },
    });
    const found = (await observe(work(), account, settings)).secrets.get("registry/hub");
    if (found?.kind !== "found") throw new Error("not found");
    const name = (each: SecretKey | undefined) =>
      each?.kind === "customer" ? each.key.arn : (each?.kind ?? "");
    expect([name(found.key), name(found.nextKey)]).toEqual([opens, next]);
  },
);

test("versions that may not be listed leave the key unknown", async () => {
  expect(await keyOf(own.arn, { failing: { ListSecretVersionIds: "denied" } })).toMatchObject({
    kind: "unknown",
    keyId: own.arn,
  });
});
