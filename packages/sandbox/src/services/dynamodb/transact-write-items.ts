/**
 * All or nothing: every condition is looked at before anything is written. What others read meanwhile is not held up, as in DynamoDB,
 * where a Query may see one item of a transaction and not yet the next.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
import {
  type AttributeValue,
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  type TransactWriteItemsInput,
} from "@aws-sdk/client-dynamodb";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { readItem } from "./after-write.ts";
import type { Wire } from "./dynalite.ts";
import { meetsCondition } from "./perform.ts";
import { leadingKey, tableOf, tablePermission } from "./permission.ts";
import { databaseOf, type Table } from "./state.ts";
import { itemFromWire, toWire } from "./wire-values.ts";
import { keyOf, writeItem } from "./write-items.ts";

export const transactWriteItems: Operation<TransactWriteItemsInput, unknown> = {
  permissions: (input, call) =>
    (input.TransactItems ?? []).map((item) => {
      const { action, asked } = actionOf(item);
      const key = leadingKey(asked.Key ?? asked.Item, asked.TableName, call);
      return tablePermission(action, asked.TableName, call, { key });
    }),
  async run(input, call) {
    const actions = (input.TransactItems ?? []).map(actionOf).map(({ action, asked }) => ({
      action,
      wire: toWire(asked),
      table: tableIn(asked.TableName, call),
    }));
    requireOnceEach(actions);
    await databaseOf(call.sandbox, call.place).exclusive(async () => {
      const reasons: CancellationReason[] = [];
      for (const each of actions) reasons.push(await reasonAgainst(each, call));
      if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
      for (const { action, wire } of actions) {
        if (action !== "ConditionCheckItem") await writeItem(action, wire, call);
      }
    });
    return {};
  },
};

interface Asked {
  readonly TableName?: string | undefined;
  readonly Key?: Record<string, AttributeValue> | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
}

interface Action {
  readonly action: "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";
  readonly wire: Wire;
  readonly table: Table;
}

function actionOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem) {
  const asked: readonly (readonly [Action["action"], Asked | undefined])[] = [
    ["PutItem", Put],
    ["UpdateItem", Update],
    ["DeleteItem", Delete],
    ["ConditionCheckItem", ConditionCheck],
  ];
  const [first, ...others] = asked.flatMap(([action, of]) =>
    of === undefined ? [] : [{ action, asked: of }],
  );
  if (first !== undefined && others.length === 0) return first;
  throw awsError("ValidationException", "TransactItems can only contain one of Check, Put, Update or Delete");
}

function tableIn(name: string | undefined, call: Call): Table {
  const table = tableOf(name, call);
  if (table !== undefined) return table;
  throw awsError("ResourceNotFoundException", "Requested resource not found");
}

function requireOnceEach(actions: readonly Action[]): void {
  const keys = actions.map(({ table, wire }) => JSON.stringify([table.name, keyOf(wire, table)]));
  if (new Set(keys).size === keys.length) return;
  throw awsError("ValidationException", "Transaction request cannot include multiple operations on one item");
}

async function reasonAgainst(action: Action, call: Call): Promise<CancellationReason> {
  const { table, wire } = action;
  const before = await readItem(table, keyOf(wire, table), call);
  if (meetsCondition(operationOf(action), wire, before, call)) return { Code: "None" };
  const isAsked = wire.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && before !== undefined;
  return {
    Code: "ConditionalCheckFailed",
    Message: "The conditional request failed",
    ...(isAsked && { Item: itemFromWire(before) }),
  };
}

/** A check has the members of a DeleteItem. */
function operationOf({ action }: Action) {
  return action === "ConditionCheckItem" ? "DeleteItem" : action;
}

function cancelled(reasons: readonly CancellationReason[]): TransactionCanceledException {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons: [...reasons],
    $metadata: {},
  });
}
