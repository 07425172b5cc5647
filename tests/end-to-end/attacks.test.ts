/** Attempts to read a secret, or to keep it, whose owner does not mean it so: docs/threat-model.md says who can try which. */
import { UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { DeleteRolePolicyCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { ListQueuesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { pullpass } from "../cli/support/run.ts";
import { account, away, createWorld, home, type World } from "./support/world.ts";

const web = { "pullpass/projects": "web" };
const isGranted = async (world: World, role: string) => (await world.policy(role)) !== undefined;

describe("tags that look like consent and are none", () => {
  const attempts: readonly [
    what: string,
    tags: Record<string, string>,
    projectTags?: Record<string, string>,
  ][] = [
    ["another case", { "pullpass/projects": "Web" }],
    ["a Cyrillic letter", { "pullpass/projects": "w\u0435b" }],
    ["all in full width", { "pullpass/projects": "\uff41\uff4c\uff4c" }],
    ["ALL", { "pullpass/projects": "ALL" }],
    ["all among other words", { "pullpass/projects": "api all" }],
    ["all in prose", { "pullpass/projects": "not for all" }],
    ["an empty prefix", { "pullpass/projects": "prefix=" }],
    ["an empty prefix before a word", { "pullpass/projects": "prefix= web2" }],
    ["PREFIX", { "pullpass/projects": "PREFIX=w" }],
    ["a prefix of a prefix", { "pullpass/projects": "prefix=prefix=w" }],
    ["the key in another case", { "PullPass/Projects": "web" }],
    ["a space after the key", { "pullpass/projects ": "web" }],
    ["another key's end", { "xpullpass/projects": "web" }],
    ["an empty group", { "pullpass/group": "" }, { "pullpass/group": "" }],
    ["a group in another case", { "pullpass/group": "Pay" }, { "pullpass/group": "pay" }],
    ["a group with a space", { "pullpass/group": "pay" }, { "pullpass/group": "pay " }],
    ["a key that every object has", { "pullpass/group": "pay" }, { constructor: "pay" }],
    ["no tags", {}],
  ];

  test("none lets the project in", async () => {
    const world = await createWorld();
    const granted: string[] = [];
    for (const [i, [what, tags, projectTags = {}]] of attempts.entries()) {
      const secret = await world.secret(`secret${i}`, { tags });
      const role = await world.role(`role${i}`);
      await world.project("web", { role, credential: secret, tags: projectTags });
      await world.rest();
      if (await isGranted(world, `role${i}`)) granted.push(what);
      await world.deleteProject("web");
    }
    expect(granted).toEqual([]);
  });
});

describe("a credential that is not what it looks like", () => {
  const credentials = (arn: string) => [
    `${arn}:password`,
    "hub:password",
    arn.replace("arn:aws:", "arn:aws-cn:"),
    arn.replace(account, "999999999999"),
    `${arn.slice(0, -6)}*`,
    "*",
    arn.slice(0, -8),
    "hu",
    "$(id)`id`';id",
    "hub\nother",
    "<script>alert(1)</script>",
  ];

  test("is granted nothing, and no notice of it runs anything", async () => {
    const world = await createWorld();
    const arn = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
    const granted: string[] = [];
    for (const [i, credential] of credentials(arn).entries()) {
      const role = await world.role(`role${i}`);
      await world.project(`p${i}`, { role, credential });
      await world.rest();
      if (await isGranted(world, `role${i}`)) granted.push(credential);
    }
    expect(granted).toEqual([]);
    for (const { text } of world.newNotices())
      expect(text).not.toMatch(/^\s*(aws|pullpass) .*(?<!')\$\(id\)/m);
  });

  test("a name that ends like an ARN is never another secret than Secrets Manager reads", async () => {
    const world = await createWorld();
    const named = await world.secret("hub-abcdef");
    const other = await world.secret("hub", { tags: web });
    await world.role("web");
    const base = other.slice(0, other.lastIndexOf(":") + 1);
    await world.project("web", { credential: `${base}hub-abcdef`, pullCredentials: "SERVICE_ROLE" });
    await world.rest();
    await world.sweep();
    expect(await isGranted(world, "web")).toBe(false);
    const credential = (await world.environment("web"))?.registryCredential?.credential;
    expect(credential).not.toBe(other);
    expect([`${base}hub-abcdef`, named]).toContain(credential);
  });

  test("a secret made anew under a deleted one's name needs the consent of its own", async () => {
    const world = await createWorld();
    const gone = await world.secret("hub", { tags: web });
    await world.role("web");
    await world.project("web", { credential: gone, pullCredentials: "SERVICE_ROLE" });
    await world.rest();
    await world.deleteSecret(gone, true);
    await world.rest();
    await world.secret("hub", { tags: { "pullpass/projects": "other" } });
    await world.rest();
    await world.sweep();
    expect(await isGranted(world, "web")).toBe(false);
  });
});

describe("a role that is not the project's to use", () => {
  test.each([
    ["of another path", `arn:aws:iam::${account}:role/x/victim`],
    ["in another case", `arn:aws:iam::${account}:role/VICTIM`],
    ["of another account", "arn:aws:iam::999999999999:role/victim"],
    ["of pullpass's own", `arn:aws:iam::${account}:role/pullpass/pullpass-reconcile-${home}`],
    ["that deploys", `arn:aws:iam::${account}:role/cdk-hnb659fds-deploy-role-${account}-${home}`],
  ])("%s is given nothing", async (_, role) => {
    const world = await createWorld();
    const secret = await world.secret("hub", { tags: web });
    await world.role("victim");
    await world.role(`cdk-hnb659fds-deploy-role-${account}-${home}`);
    // What CodeBuild itself refuses is no attempt at all.
    await world.project("web", { role, credential: secret }).catch(() => undefined);
    await world.rest();
    const name = role.slice(role.lastIndexOf("/") + 1);
    for (const each of [
      "victim",
      ...(name.startsWith("cdk-") || name.startsWith("pullpass-") ? [name] : []),
    ]) {
      expect(await isGranted(world, each)).toBe(false);
    }
  });
});

describe("who tags what is theirs, and keeps it", () => {
  test("moved to a role, which is then ignored, and moved back: what is withdrawn goes from both", async () => {
    const world = await createWorld();
    const secret = await world.secret("hub", { tags: web });
    const role = await world.role("web");
    await world.project("web", { credential: secret });
    await world.rest();
    const other = await world.role("other");
    await world.codebuild.send(new UpdateProjectCommand({ name: "web", serviceRole: other }));
    await world.rest();
    expect(await isGranted(world, "other")).toBe(true);
    await world.iam.send(
      new TagRoleCommand({ RoleName: "other", Tags: [{ Key: "pullpass/ignore", Value: "x" }] }),
    );
    await world.codebuild.send(new UpdateProjectCommand({ name: "web", serviceRole: role }));
    await world.rest();
    await world.untag(secret, "pullpass/projects");
    await world.rest();
    expect([await isGranted(world, "other"), await isGranted(world, "web")]).toEqual([false, false]);
  });
});

describe("who writes the ledger's table", () => {
  const ledger = async (world: World) => {
    const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
    const TableName = world.deployment.tableName;
    const items = async () => (await client.send(new ScanCommand({ TableName }))).Items ?? [];
    const put = (Item: Record<string, AttributeValue>) =>
      client.send(new PutItemCommand({ TableName, Item }));
    const drop = ({ pk, sk }: Record<string, AttributeValue>) =>
      client.send(new DeleteItemCommand({ TableName, Key: { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } } }));
    return { items, put, drop };
  };
  const isGrantOf = (role: string) => (item: Record<string, AttributeValue>) =>
    item.sk?.S?.startsWith("grant#") === true && item.pk?.S?.includes(role) === true;

  test("gives no role a grant by inventing one", async () => {
    const world = await createWorld();
    const secret = await world.secret("hub", { tags: web });
    const role = await world.role("web");
    const evil = await world.role("evil");
    await world.project("web", { credential: secret });
    await world.project("evil", { image: "x/y:1" });
    await world.rest();
    const { items, put } = await ledger(world);
    const [grant] = (await items()).filter(isGrantOf(role));
    const forged = JSON.parse(JSON.stringify(grant).replaceAll(role, evil));
    await put({ ...forged, since: { S: "9999-01-01T00:00:00.000Z" } });
    await world.writePolicy("evil", `pullpass-${home}`, { Effect: "Deny", Action: "s3:*", Resource: "*" });
    await world.rest();
    await world.sweep();
    expect((await world.policy("evil")) ?? "").not.toContain("secretsmanager");
  });

  async function forgottenGrant() {
    const world = await createWorld();
    const secret = await world.secret("hub", { tags: web });
    const role = await world.role("web");
    const evil = await world.role("evil");
    await world.project("web", { credential: secret });
    await world.rest();
    await world.codebuild.send(new UpdateProjectCommand({ name: "web", serviceRole: evil }));
    await world.rest();
    const { items, drop } = await ledger(world);
    for (const item of (await items()).filter(isGrantOf(evil))) await drop(item);
    await world.codebuild.send(new UpdateProjectCommand({ name: "web", serviceRole: role }));
    await world.rest();
    expect(await isGranted(world, "evil")).toBe(true);
    return { world, secret, evil };
  }

  test("who makes it forget a grant loses it with the next work of the role, too", async () => {
    const { world, secret, evil } = await forgottenGrant();
    await world.project("any", { role: evil, image: "x/y:1", credential: "nothing" });
    await world.untag(secret, "pullpass/projects");
    await world.sweep();
    expect(await isGranted(world, "evil")).toBe(false);
  });

  test("who makes it forget a grant on a role that no project uses keeps it until the next sweep", async () => {
    const { world } = await forgottenGrant();
    await world.sweep();
    expect(await isGranted(world, "evil")).toBe(false);
  });

  test("who makes it forget a grant, and ignores the role, keeps nothing that the owner withdraws", async () => {
    const { world, secret } = await forgottenGrant();
    await world.iam.send(
      new TagRoleCommand({ RoleName: "evil", Tags: [{ Key: "pullpass/ignore", Value: "yes" }] }),
    );
    await world.untag(secret, "pullpass/projects");
    await world.sweep();
    expect(await isGranted(world, "evil")).toBe(false);
  });

  test("a grant that it forgot on a role that no project uses is told by an audit", async () => {
    const { world, evil } = await forgottenGrant();
    const { out } = await pullpass(world.sandbox, ["audit", "--format", "json"]);
    expect(JSON.parse(out).unneeded).toContainEqual(
      expect.objectContaining({ role: evil, policy: `pullpass-${home}` }),
    );
  });
});

describe("who puts messages into the work queue", () => {
  async function sent(world: World, over: object) {
    const sqs = new SQSClient(connect(world.sandbox, { region: home }));
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const QueueUrl = QueueUrls.find((url) => /pullpass-work[^/]*$/.test(url) && !url.includes("dead"));
    const work = {
      ...{ role: `arn:aws:iam::${account}:role/web`, account, region: home, projects: ["web"] },
      causes: [
        {
          id: "1",
          event: "CreateSecret",
          actor: `arn:aws:iam::${account}:role/ciso`,
          time: "2026-01-01T00:00:00Z",
        },
      ],
      ...over,
    };
    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageGroupId: "x",
        MessageDeduplicationId: crypto.randomUUID(),
        MessageBody: JSON.stringify(work),
      }),
    );
    await world.rest();
  }

  test("gets no grant that the tags do not give, and takes none away that they do", async () => {
    const world = await createWorld();
    const secret = await world.secret("hub");
    await world.role("web");
    await world.project("web", { credential: secret });
    await world.rest();
    await sent(world, {});
    expect(await isGranted(world, "web")).toBe(false);
    await world.tag(secret, web);
    await world.rest();
    await sent(world, { projects: [], listing: { startedAt: "9999-01-01T00:00:00.000Z" } });
    expect(await isGranted(world, "web")).toBe(true);
  });

  test.each([{ region: away }, { account: "999999999999" }, { account: `${account}\nCall us at once` }])(
    "makes nothing of work for elsewhere: %j",
    async (over) => {
      const world = await createWorld();
      const secret = await world.secret("hub", { tags: web });
      await world.role("web");
      await world.project("web", { credential: secret });
      await world.rest();
      await world.writePolicy("web", `pullpass-${away}`, { Effect: "Allow", Action: "s3:*", Resource: "*" });
      await world.iam.send(new DeleteRolePolicyCommand({ RoleName: "web", PolicyName: `pullpass-${home}` }));
      world.newNotices();
      await sent(world, over);
      expect(await world.policy("web", `pullpass-${away}`)).toContain("s3:*");
      for (const { text } of world.newNotices()) expect(text).not.toContain("Call us");
    },
  );
});
