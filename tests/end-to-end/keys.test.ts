import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { DisableKeyCommand, EnableKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, createWorld, home } from "./support/world.ts";

const administrator = `arn:aws:iam::${account}:role/Administrator`;
const root = `arn:aws:iam::${account}:root`;
const allow = (principal: string, ...Action: string[]) => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action,
  Resource: "*",
});
const policyOf = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

test("a key that shuts IAM out, pullpass with it, is flagged; admitted by the remedy, the build passes", async () => {
  const world = await createWorld();
  const key = await world.key(home, policyOf(allow(administrator, "kms:*")));
  const secret = await world.secret("artifactory", { key, tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  const flagged = world.newNotices();
  expect(flagged.map(({ attributes }) => attributes.rule)).toEqual(["key-policy-denies"]);
  expect(await world.build("web")).toBe("FAILED");

  const blocks = [...(flagged[0]?.text ?? "").matchAll(/^( *)\{\n[\s\S]*?^\1\}$/gm)];
  const remedy = blocks.map(([statement]) => JSON.parse(statement) as object);
  expect(remedy).toHaveLength(2);
  const Policy = JSON.stringify(policyOf(allow(administrator, "kms:*"), ...remedy));
  await world.kmsIn(home).send(new PutKeyPolicyCommand({ KeyId: key, Policy }));
  await world.sandbox.clock.advance(120_000);
  await world.rest();
  expect(await world.build("web")).toBe("SUCCEEDED");
  expect(world.newNotices().map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([expect.stringContaining("[closed] key-policy-denies")]),
  );
  expect(await world.policy("web")).toContain(key);
});

test("a key that lets IAM look and not decrypt is flagged, and the grant waits in place", async () => {
  const world = await createWorld();
  const key = await world.key(
    home,
    policyOf(
      allow(administrator, "kms:*"),
      allow(root, "kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants"),
    ),
  );
  const secret = await world.secret("artifactory", { key, tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(world.newNotices().map(({ attributes }) => attributes.rule)).toContain("key-policy-denies");
  expect(await world.policy("web")).toContain(key);
});

test("where the ledger's index of keys lost a project, the sweep puts it back, and the next event is heard at once", async () => {
  const world = await createWorld();
  const key = await world.key();
  const secret = await world.secret("hub", { key, tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  world.newNotices();
  const dynamodb = new DynamoDBClient(connect(world.sandbox, { region: home }));
  const TableName = world.deployment.tableName;
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
  const uses = Items.filter(({ sk }) => sk?.S?.startsWith("key#"));
  expect(uses.map(({ sk }) => sk?.S)).toEqual([`key#${key.slice(key.lastIndexOf("/") + 1)}`]);
  for (const { pk, sk } of uses) {
    await dynamodb.send(
      new DeleteItemCommand({ TableName, Key: { pk, sk } as Record<string, AttributeValue> }),
    );
  }
  const rules = () => world.newNotices().map(({ attributes }) => `${attributes.rule} ${attributes.state}`);
  const kms = world.kmsIn(home);
  await kms.send(new DisableKeyCommand({ KeyId: key }));
  await world.rest();
  expect(rules()).toEqual([]);
  await world.sweep();
  expect(rules()).toEqual(["key-unusable opened"]);
  await kms.send(new EnableKeyCommand({ KeyId: key }));
  await world.rest();
  expect(rules()).toEqual(["key-unusable closed"]);
});
