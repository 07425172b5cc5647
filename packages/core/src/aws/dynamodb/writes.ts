/** Writes of one item as DynamoDB takes them, alone and together with others. */
import { TransactionCanceledException, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { type Item, type ItemKey, toAttributes } from "../../ledger/item.ts";
import { conditionExpression, type Expression, type WriteCondition } from "./condition.ts";

export interface Update {
  readonly set: Item;
  /** Set where the item does not have them yet. */
  readonly setOnce: Item;
  readonly remove: readonly string[];
}

export type TableWrite =
  | ({ readonly kind: "put" } & Put)
  | ({ readonly kind: "update" } & Updates)
  | ({ readonly kind: "remove" } & Removal);

interface Put {
  readonly item: Item;
  readonly condition?: WriteCondition | undefined;
}

interface Updates {
  readonly key: ItemKey;
  readonly update: Update;
  readonly condition: WriteCondition;
}

interface Removal {
  readonly key: ItemKey;
  readonly condition?: WriteCondition | undefined;
}

/** Of which item it is. */
export function keyOf(write: TableWrite): ItemKey {
  return write.kind === "put" ? { pk: String(write.item.pk), sk: String(write.item.sk) } : write.key;
}

export function putInput({ item, condition }: Put) {
  return { Item: toAttributes(item), ...conditionInput(condition) };
}

export function updateInput({ key, update, condition }: Updates) {
  const { expression, names, values } = updateExpression(update);
  const { expression: ConditionExpression, ...when } = conditionExpression(condition);
  return {
    Key: toAttributes({ ...key }),
    UpdateExpression: expression,
    ConditionExpression,
    ExpressionAttributeNames: { ...names, ...when.names },
    ExpressionAttributeValues: { ...values, ...when.values },
  };
}

export function removeInput({ key, condition }: Removal) {
  return { Key: toAttributes({ ...key }), ...conditionInput(condition) };
}

export function transactItem(TableName: string, write: TableWrite): TransactWriteItem {
  switch (write.kind) {
    case "put":
      return { Put: { TableName, ...putInput(write) } };
    case "update":
      return { Update: { TableName, ...updateInput(write) } };
    case "remove":
      return { Delete: { TableName, ...removeInput(write) } };
    default:
      return write satisfies never;
  }
}

/**
 * Nothing was written, because an item is not as a condition wants it, or somebody else is writing it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
 */
export function isOvertaken(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code = "None" }) => Code);
  return codes.length > 0 && codes.every((code) => overtaken.has(code));
}

const overtaken: ReadonlySet<string> = new Set(["None", "ConditionalCheckFailed", "TransactionConflict"]);

function conditionInput(condition: WriteCondition | undefined) {
  if (condition === undefined) return {};
  const { expression, names, values } = conditionExpression(condition);
  return {
    ConditionExpression: expression,
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html */
function updateExpression({ set, setOnce, remove }: Update): Expression {
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.keys(setOnce).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
  ];
  const removed = remove.length === 0 ? "" : ` REMOVE ${remove.map((name) => `#${name}`).join(", ")}`;
  const names = [...Object.keys(set), ...Object.keys(setOnce), ...remove];
  const values = Object.entries({ ...setOnce, ...set }).map(([name, value]) => [`:${name}`, value]);
  return {
    expression: `SET ${assignments.join(", ")}${removed}`,
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: toAttributes(Object.fromEntries(values)),
  };
}
