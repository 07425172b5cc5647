import { type AttributeValue, ScanCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoDbLedger } from "../../packages/core/src/aws/dynamodb/ledger.ts";
import { toBody } from "../../packages/core/src/ledger/item.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { noticeFromStream } from "../../packages/core/src/ledger/stream.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import type { Ledger } from "../../packages/core/src/ports.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { type Database, startDatabase } from "./database.ts";
import { finding, grant, grants, key, normalizes, region, revokes, role } from "./examples.ts";

function noticesFromStream(record: unknown): readonly Notice[] {
  const { notice } = noticeFromStream(record) ?? {};
  return notice === undefined ? [] : [notice];
}

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

const changes = [
  grants("g", { grant: grant("registry/hub", { key, projects: ["api", "web"] }) }),
  revokes("r"),
  normalizes("n", { managedBy: "shop" }),
];
const findings = [finding(), finding({ severity: "low" }), finding({ subject: { kind: "role", arn: role } })];

type Step = (ledger: Ledger, now: string) => Promise<unknown>;

const change = fc.constantFrom(...changes);
const found = fc.constantFrom(...findings);
const steps: fc.Arbitrary<Step> = fc.oneof(
  change.map(
    (each): Step =>
      (ledger, now) =>
        ledger.planned([each], now),
  ),
  change.map(
    (each): Step =>
      (ledger, now) =>
        ledger.applied([each], now),
  ),
  change.map(
    (each): Step =>
      (ledger, now) =>
        ledger.failed(each, "AWS said no", now),
  ),
  change.map(
    (each): Step =>
      (ledger, now) =>
        ledger.proposed([each], now),
  ),
  change.map(
    (each): Step =>
      (ledger) =>
        ledger.discarded([each]),
  ),
  found.map(
    (each): Step =>
      (ledger, now) =>
        ledger.openFinding(each, now),
  ),
  found.map(
    (each): Step =>
      (ledger, now) =>
        ledger.changeFinding(each, now),
  ),
  found.map(
    (each): Step =>
      (ledger, now) =>
        ledger.closeFinding(each, now),
  ),
  found.map(
    (each): Step =>
      (ledger, now) =>
        ledger.tellFindingAgain(each, "2026-11-24T11:00:00.000Z", now),
  ),
  fc.constant<Step>((ledger, now) => ledger.saveGrants(role, region, [grant("registry/hub")], now)),
  fc.constant<Step>((ledger) => ledger.saveGrants(role, region, [], "")),
  fc.constant<Step>((ledger, now) => ledger.sweepCompleted(region, now, now)),
);

test("each state that is announced gives exactly one notice, whatever happened before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), async (history) => {
      const table = await database.createTable();
      const [memory, stored] = [memoryLedger(), dynamoDbLedger({ client: database.client, table })];
      const announced: Notice[] = [];
      let before = await images(table);
      for (const [i, step] of history.entries()) {
        const now = new Date(Date.UTC(2026, 10, 24, 12, i)).toISOString();
        await step(memory, now);
        await step(stored, now);
        const after = await images(table);
        announced.push(...records(before, after).flatMap(noticesFromStream));
        before = after;
      }
      expect(announced).toEqual(memory.notices());
    }),
    { numRuns: propertyRuns(60) },
  );
});

type Images = ReadonlyMap<string, Record<string, AttributeValue>>;

async function images(TableName: string): Promise<Images> {
  const { Items = [] } = await database.client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return new Map(Items.map((item) => [`${item.pk?.S} ${item.sk?.S}`, item]));
}

/** What the stream tells of the difference. */
function records(before: Images, after: Images) {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .filter((each) => JSON.stringify(before.get(each)) !== JSON.stringify(after.get(each)))
    .map((each) => {
      const [OldImage, NewImage] = [before.get(each), after.get(each)];
      const eventName = OldImage === undefined ? "INSERT" : NewImage === undefined ? "REMOVE" : "MODIFY";
      return { eventName, eventSource: "aws:dynamodb", dynamodb: { OldImage, NewImage } };
    });
}

const applied = {
  type: { S: "change" },
  state: { S: "applied" },
  plannedAt: { S: "2026-11-24T12:00:00.000Z" },
};

function inserted(NewImage: unknown) {
  return { eventName: "INSERT", dynamodb: { NewImage } };
}

test("a change that is written again in the same state announces nothing", () => {
  const body = { S: toBody(grants("g")) };
  const [OldImage, NewImage] = [1, 2].map((expiresAt) => ({
    ...applied,
    body,
    expiresAt: { N: `${expiresAt}` },
  }));
  expect(noticesFromStream({ dynamodb: { NewImage } })).toHaveLength(1);
  expect(noticesFromStream({ eventName: "MODIFY", dynamodb: { OldImage, NewImage } })).toEqual([]);
});

test("an item that expires announces nothing", () => {
  const OldImage = { type: { S: "change" }, state: { S: "applied" } };
  const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
  expect(noticesFromStream({ eventName: "REMOVE", userIdentity, dynamodb: { OldImage } })).toEqual([]);
});

test.each([
  { what: "nothing", record: undefined },
  { what: "a text", record: "INSERT" },
  { what: "no images", record: { dynamodb: {} } },
  { what: "an item of another kind", record: inserted({ type: { S: "greeting" } }) },
  { what: "an item without a type", record: inserted({ pk: { S: "a" } }) },
  { what: "a change without a body", record: inserted({ type: { S: "change" }, state: { S: "applied" } }) },
  { what: "a body that is no JSON", record: inserted({ ...applied, body: { S: "{" } }) },
  { what: "a body of another shape", record: inserted({ ...applied, body: { S: '{"kind":"grant"}' } }) },
  { what: "attributes of other types", record: inserted({ type: { B: "Y2hhbmdl" }, body: { M: {} } }) },
])("what pullpass did not write announces nothing: $what", ({ record }) => {
  expect(noticesFromStream(record)).toEqual([]);
});

test("no record makes it throw", () => {
  const image = fc.dictionary(
    fc.constantFrom("type", "state", "body", "plannedAt", "noticedAt"),
    fc.oneof(
      fc.record({ S: fc.oneof(fc.constantFrom("change", "finding", "applied", "opened", "{}"), fc.json()) }),
      fc.jsonValue(),
    ),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), image.map(inserted)), (record) => {
      expect(noticesFromStream(record)).toEqual([]);
    }),
  );
});
