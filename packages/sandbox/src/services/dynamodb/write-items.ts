import {
  type AttributeValue,
  type BatchWriteItemInput,
  ConditionalCheckFailedException,
} from "@aws-sdk/client-dynamodb";
import type { Call, Operation } from "../../service.ts";
import { afterWrite, readItem } from "./after-write.ts";
import type { Wire } from "./dynalite.ts";
import { requireIndexKeys, setByUpdate } from "./index-rules.ts";
import { perform } from "./perform.ts";
import { leadingKey, tableOf, tablePermission } from "./permission.ts";
import { databaseOf, type Item, type Table } from "./state.ts";
import { fromWire, itemFromWire, toWire } from "./wire-values.ts";

interface Input {
  readonly TableName?: string | undefined;
  readonly Key?: Record<string, AttributeValue> | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

/** Writes of one item: what changed goes to the table's stream. */
export function writeOperation(name: "PutItem" | "UpdateItem" | "DeleteItem"): Operation<Input, unknown> {
  return {
    permissions: (input, call) => [
      tablePermission(name, input.TableName, call, {
        key: leadingKey(input.Key ?? input.Item, input.TableName, call),
      }),
    ],
    async run(input, call) {
      const wire = toWire(input);
      const output = await databaseOf(call.sandbox, call.place).exclusive(() => writeItem(name, wire, call));
      return fromWire(name, output);
    },
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const batchWriteItem: Operation<BatchWriteItemInput, unknown> = {
  permissions: (input, call) =>
    Object.keys(input.RequestItems ?? {}).map((table) => tablePermission("BatchWriteItem", table, call)),
  async run(input, call) {
    const wire = toWire(input);
    const output = await databaseOf(call.sandbox, call.place).exclusive(() => writeBatch(wire, call));
    return fromWire("BatchWriteItem", output);
  },
};

/** One write, and what follows from it: to be run alone. */
export async function writeItem(name: string, input: Wire, call: Call): Promise<Wire> {
  const table = tableOf(input.TableName, call);
  if (!table) return perform(name, input, call);
  await requireIndexKeys((input.Item as Wire) ?? setByUpdate(input), table.name, call);
  const key = keyOf(input, table);
  const before = await readItem(table, key, call);
  try {
    const output = await perform(name, input, call);
    await afterWrite(table, key, before, call);
    return output;
  } catch (error) {
    throw withItem(error, input, before);
  }
}

interface BatchRequest {
  readonly PutRequest?: Wire;
  readonly DeleteRequest?: Wire;
}

async function writeBatch(input: Wire, call: Call): Promise<Wire> {
  const requests = Object.entries(
    (input.RequestItems ?? {}) as Readonly<Record<string, readonly BatchRequest[]>>,
  );
  const touched = requests.flatMap(([name, list]) => {
    const table = tableOf(name, call);
    if (!table) return [];
    return list.map(({ PutRequest, DeleteRequest }) => ({
      table,
      key: keyOf(PutRequest ?? DeleteRequest ?? {}, table),
    }));
  });
  for (const [name, list] of requests) {
    for (const { PutRequest } of list) await requireIndexKeys((PutRequest?.Item ?? {}) as Wire, name, call);
  }
  const before = await Promise.all(touched.map(({ table, key }) => readItem(table, key, call)));
  const output = await perform("BatchWriteItem", input, call);
  for (const [index, { table, key }] of touched.entries()) await afterWrite(table, key, before[index], call);
  return output;
}

export function keyOf(input: Wire, table: Table): Item {
  const attributes = (input.Key ?? input.Item ?? {}) as Item;
  return Object.fromEntries(table.keyNames.map((name) => [name, attributes[name]]));
}

/** The item as it was found, for who asked for it. */
function withItem(error: unknown, input: Wire, before: Item | undefined): unknown {
  const isAsked = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
  if (!(error instanceof ConditionalCheckFailedException) || !isAsked || !before) return error;
  return new ConditionalCheckFailedException({
    message: error.message,
    Item: itemFromWire(before),
    $metadata: {},
  });
}
