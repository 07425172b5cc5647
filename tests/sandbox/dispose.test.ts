import { CreateTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { connect, createSandbox } from "@pullpass/sandbox";
import { expect, test } from "vitest";

test("a sandbox that is disposed of while someone reads its tables ends without a crash", async () => {
  const region = "eu-central-1";
  const sandbox = await createSandbox({ seed: 1, regions: [region] });
  const dynamodb = new DynamoDBClient(connect(sandbox, { region, attempts: 1 }));
  const TableName = "things";
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "a" } } }));
  const query = {
    TableName,
    KeyConditionExpression: "id = :id",
    ExpressionAttributeValues: { ":id": { S: "a" } },
  };
  const reads: Promise<unknown>[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    reads.push(dynamodb.send(new QueryCommand(query)));
    await new Promise(setImmediate);
  }
  await sandbox.dispose();
  const ends = await Promise.allSettled(reads);
  // What had begun is answered, and what comes too late is refused.
  expect(ends[0]?.status).toBe("fulfilled");
  await expect(dynamodb.send(new QueryCommand(query))).rejects.toThrow();
});
