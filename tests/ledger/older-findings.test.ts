/** Findings of a version without an index of open ones: found once, however large the ledger is and however short the time. */
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoDbLedger } from "../../packages/core/src/aws/dynamodb/ledger.ts";
import { dynamoDbOlderFindings } from "../../packages/core/src/aws/dynamodb/older-findings.ts";
import { type Database, startDatabase } from "./database.ts";
import { finding, later, noon, region } from "./examples.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

test("a sweep that has no more time goes on with the next one, and looks no more once all are found", async () => {
  const { client } = database;
  const table = await database.createTable();
  const ledger = dynamoDbLedger({ client, table });
  const names = ["api", "shop", "web", "docs"];
  for (const name of names) {
    const opened = finding({ subject: { kind: "project", name }, evidence: [["page", "x".repeat(380_000)]] });
    const body = JSON.stringify(opened);
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...{ pk: { S: `project#${region}#${name}` }, sk: { S: `finding#${opened.rule}` } },
          ...{ type: { S: "finding" }, state: { S: name === "docs" ? "closed" : "opened" } },
          ...{ openedAt: { S: noon }, noticedAt: { S: noon }, body: { S: body } },
        },
      }),
    );
  }
  const older = dynamoDbOlderFindings({ client, table, region });
  const found: number[] = [];
  for (let sweep = 0; sweep < 4; sweep++) found.push(await older.index(() => true));
  expect(found[0]).toBeLessThan(3);
  expect(found.reduce((sum, count) => sum + count)).toBe(3);
  const open: string[] = [];
  for await (const page of ledger.everyOpenFinding(region)) {
    for (const each of page)
      open.push(each.finding.subject.kind === "project" ? each.finding.subject.name : "");
  }
  expect(open.sort()).toEqual(["api", "shop", "web"]);

  await ledger.openFinding(finding({ subject: { kind: "project", name: "late" } }), later);
  expect(await older.index(() => false)).toBe(0);
});
