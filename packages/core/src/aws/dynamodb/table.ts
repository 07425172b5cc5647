/** One table, in the few operations that the ledger needs: each write is of its item alone, and safe to repeat. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { fromAttributes, type Item, type ItemKey, keyText, toAttributes } from "../../ledger/item.ts";
import { withAwsErrors } from "../errors.ts";
import type { WriteCondition } from "./condition.ts";
import {
  isOvertaken,
  putInput,
  removeInput,
  type TableWrite,
  transactItem,
  type Update,
  updateInput,
} from "./writes.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const keysPerBatch = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const writesPerBatch = 25;

/** Enough to hide the way to DynamoDB, without opening a connection for each of a thousand projects. */
export const queriesAtOnce = 20;

/** The writes answer whether the condition was met. They throw the errors of `errors.ts`. */
export interface Table {
  get(key: ItemKey): Promise<Item | undefined>;
  /** Those that are there, in any order; each key once. */
  getMany(keys: readonly ItemKey[]): Promise<readonly Item[]>;
  put(item: Item, condition?: WriteCondition): Promise<boolean>;
  /** Whatever is there already, and each by itself; of those with the same key the last. */
  putMany(items: readonly Item[]): Promise<void>;
  update(key: ItemKey, update: Update, condition: WriteCondition): Promise<boolean>;
  remove(key: ItemKey, condition?: WriteCondition): Promise<boolean>;
  /** All of them, or none where a condition is not met or another writes one of the items. A hundred at most, each of another item. */
  together(writes: readonly TableWrite[]): Promise<boolean>;
  /** Page by page; pages may be empty. */
  query(query: Query): AsyncIterable<readonly Item[]>;
}

interface Query {
  /** Absent for the table itself, which is read consistently, as are local indexes. */
  readonly index?: { readonly name: string; readonly kind: "local" | "global" };
  readonly hash: readonly [name: string, value: string];
  readonly skPrefix?: string;
  /** The range of the index, or of the table, from this value on. */
  readonly from?: readonly [name: string, value: string];
  /** Up to this value of the same range. */
  readonly to?: string;
  readonly order?: "ascending" | "descending";
  readonly pageSize?: number | undefined;
}

export function dynamoDbTable(client: DynamoDBClient, TableName: string): Table {
  const failed = (call: string) => ({ call: `dynamodb:${call}`, resource: `table ${TableName}` });

  /** What DynamoDB had no capacity for comes back as not processed. */
  async function getBatch(keys: readonly ItemKey[]): Promise<readonly Item[]> {
    const Keys = keys.map((key) => toAttributes({ ...key }));
    let open: BatchGetItemCommandInput["RequestItems"] = { [TableName]: { Keys, ConsistentRead: true } };
    const items: Item[] = [];
    while (open !== undefined && Object.keys(open).length > 0) {
      const RequestItems: BatchGetItemCommandInput["RequestItems"] = open;
      const got: BatchGetItemCommandOutput = await withAwsErrors(failed("BatchGetItem"), () =>
        client.send(new BatchGetItemCommand({ RequestItems })),
      );
      items.push(
        ...(got.Responses?.[TableName] ?? []).map(fromAttributes).filter((item) => item !== undefined),
      );
      open = got.UnprocessedKeys;
    }
    return items;
  }

  async function putBatch(items: readonly Item[]): Promise<void> {
    const puts = items.map((item) => ({ PutRequest: { Item: toAttributes(item) } }));
    let open: BatchWriteItemCommandInput["RequestItems"] = { [TableName]: puts };
    while (open !== undefined && Object.keys(open).length > 0) {
      const RequestItems: BatchWriteItemCommandInput["RequestItems"] = open;
      const written: BatchWriteItemCommandOutput = await withAwsErrors(failed("BatchWriteItem"), () =>
        client.send(new BatchWriteItemCommand({ RequestItems })),
      );
      open = written.UnprocessedItems;
    }
  }

  return {
    async get(Key) {
      const { Item } = await withAwsErrors(failed("GetItem"), () =>
        client.send(new GetItemCommand({ TableName, Key: toAttributes({ ...Key }), ConsistentRead: true })),
      );
      return fromAttributes(Item);
    },

    async getMany(keys) {
      const items: Item[] = [];
      for (let at = 0; at < keys.length; at += keysPerBatch) {
        items.push(...(await getBatch(keys.slice(at, at + keysPerBatch))));
      }
      return items;
    },

    async put(item, condition) {
      return conditional(failed("PutItem"), () =>
        client.send(new PutItemCommand({ TableName, ...putInput({ item, condition }) })),
      );
    },

    async putMany(items) {
      // A batch that has a key twice is refused as a whole.
      const last = [...new Map(items.map((item) => [keyText(item), item])).values()];
      for (let at = 0; at < last.length; at += writesPerBatch) {
        await putBatch(last.slice(at, at + writesPerBatch));
      }
    },

    async update(key, update, condition) {
      return conditional(failed("UpdateItem"), () =>
        client.send(new UpdateItemCommand({ TableName, ...updateInput({ key, update, condition }) })),
      );
    },

    async remove(key, condition) {
      return conditional(failed("DeleteItem"), () =>
        client.send(new DeleteItemCommand({ TableName, ...removeInput({ key, condition }) })),
      );
    },

    async together(writes) {
      const TransactItems = writes.map((write) => transactItem(TableName, write));
      return withAwsErrors(failed("TransactWriteItems"), async () => {
        try {
          await client.send(new TransactWriteItemsCommand({ TransactItems }));
          return true;
        } catch (error) {
          if (isOvertaken(error)) return false;
          throw error;
        }
      });
    },

    async *query(query) {
      let from: Record<string, AttributeValue> | undefined;
      do {
        const start = from === undefined ? {} : { ExclusiveStartKey: from };
        const page: QueryCommandOutput = await withAwsErrors(failed("Query"), () =>
          client.send(new QueryCommand({ TableName, ...queryInput(query), ...start })),
        );
        yield (page.Items ?? []).map(fromAttributes).filter((item) => item !== undefined);
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    },
  };
}

async function conditional(
  failed: { readonly call: string; readonly resource: string },
  write: () => Promise<unknown>,
): Promise<boolean> {
  return withAwsErrors(failed, async () => {
    try {
      await write();
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  });
}

function queryInput({ index, hash: [name, value], skPrefix, from, to, order, pageSize }: Query) {
  const bySk = skPrefix === undefined ? "" : " AND begins_with(#sk, :sk)";
  const range = to === undefined ? "#from >= :from" : "#from BETWEEN :from AND :to";
  const byRange = from === undefined ? "" : ` AND ${range}`;
  return {
    ...(index === undefined ? {} : { IndexName: index.name }),
    KeyConditionExpression: `#hash = :hash${bySk}${byRange}`,
    ExpressionAttributeNames: {
      "#hash": name,
      ...(skPrefix === undefined ? {} : { "#sk": "sk" }),
      ...(from === undefined ? {} : { "#from": from[0] }),
    },
    ExpressionAttributeValues: toAttributes({
      ":hash": value,
      ...(skPrefix === undefined ? {} : { ":sk": skPrefix }),
      ...(from === undefined ? {} : { ":from": from[1] }),
      ...(to === undefined ? {} : { ":to": to }),
    }),
    ConsistentRead: index?.kind !== "global",
    ScanIndexForward: order !== "descending",
    ...(pageSize === undefined ? {} : { Limit: pageSize }),
  };
}
