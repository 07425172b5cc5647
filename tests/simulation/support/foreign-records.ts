/** Records of other versions of pullpass, in the ledger of this one. */
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { account, home, type World } from "../../end-to-end/support/world.ts";

type Item = Record<string, AttributeValue>;

const text = (attributes: Readonly<Record<string, string>>): Item =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: value }]));

/** As a version wrote them that had no index of open findings and fewer members: of projects that are there or not. */
export async function leaveOlderRecords(world: World): Promise<void> {
  const now = world.sandbox.clock.now().toISOString();
  for (const project of ["web", "gone"]) {
    const body = {
      ...{ rule: "secret-not-found", severity: "high", subject: { kind: "project", name: project } },
      ...{ account, region: home, title: `Project ${project} names a secret that is not there.` },
      ...{ evidence: [["credential", "hub"]], remedy: "Create it." },
    };
    await put(world, {
      ...text({ pk: `project#${home}#${project}`, sk: "finding#secret-not-found", type: "finding" }),
      ...text({ state: "opened", openedAt: now, noticedAt: now, body: JSON.stringify(body) }),
    });
  }
}

/** What this version knows nothing of, wherever it has something itself. Answers what was left. */
export async function leaveNewerRecords(world: World): Promise<readonly string[]> {
  const now = world.sandbox.clock.now().toISOString();
  const partitions = new Set<string>();
  for (const { pk } of await everyItem(world)) partitions.add(pk?.S ?? "");
  const left: string[] = [];
  for (const pk of [...partitions].filter((each) => /^(role|project)#/.test(each)).sort()) {
    for (const item of newerRecords(pk, now)) {
      await put(world, item);
      left.push(keyOf(item));
    }
  }
  return left;
}

function newerRecords(pk: string, now: string): readonly Item[] {
  const byNewer = { pk, writtenBy: "9.0.0" };
  const rule = { rule: "rule-of-tomorrow", severity: "grave", subject: { kind: "fleet" } };
  return [
    text({
      ...{ ...byNewer, sk: "change#ffffffffffffffffffffffffffffffff", type: "change", kind: "rotation" },
      ...{ history: "changes", plannedAt: now, state: "planned", unsettledSince: now },
      ...{ grantedRegion: `changes#${home}`, body: JSON.stringify({ kind: "rotation" }) },
    }),
    text({
      ...{ ...byNewer, sk: "finding#rule-of-tomorrow", type: "finding", state: "opened", openedAt: now },
      ...{ grantedRegion: `findings#${home}`, body: JSON.stringify(rule) },
    }),
    text({
      ...{ ...byNewer, sk: "grant#vault:kv/hub", type: "grant", grantedRegion: home },
      body: JSON.stringify({ secret: "vault:kv/hub" }),
    }),
    text({ ...byNewer, sk: "zeal#1", type: "zeal" }),
  ];
}

const keyOf = ({ pk, sk }: Item) => `${pk?.S} ${sk?.S}`;

const clientOf = ({ sandbox }: World) => new DynamoDBClient(connect(sandbox, { region: home }));

async function put(world: World, Item: Item): Promise<void> {
  await clientOf(world).send(new PutItemCommand({ TableName: world.deployment.tableName, Item }));
}

export async function everyItem(world: World): Promise<readonly Item[]> {
  const items: Item[] = [];
  const pages = paginateScan({ client: clientOf(world) }, { TableName: world.deployment.tableName });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

interface Key {
  readonly pk: string;
  readonly sk: string;
}

export async function deleteItems(world: World, isMeant: (key: Key) => boolean): Promise<void> {
  for (const { pk, sk } of await everyItem(world)) {
    if (pk?.S === undefined || sk?.S === undefined || !isMeant({ pk: pk.S, sk: sk.S })) continue;
    const command = new DeleteItemCommand({ TableName: world.deployment.tableName, Key: { pk, sk } });
    await clientOf(world).send(command);
  }
}
