import { setTimeout } from "node:timers/promises";
import type {
  CreateTableInput,
  DeleteTableInput,
  DescribeTableInput,
  ListTablesInput,
  StreamSpecification,
  UpdateTableInput,
} from "@aws-sdk/client-dynamodb";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import type { Wire } from "./dynalite.ts";
import { perform } from "./perform.ts";
import { tableArn, tableOf, tablePermission } from "./permission.ts";
import { databaseOf, type Stream, type Table, tableName } from "./state.ts";
import { fromWire, toWire } from "./wire-values.ts";

/** The table is there when the answer is; the answer says `CREATING`. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export const createTable: Operation<CreateTableInput, unknown> = {
  permissions: (input, call) => [tablePermission("CreateTable", input.TableName, call)],
  async run(input, call) {
    const { TableDescription } = await perform("CreateTable", toWire(input), call);
    const table = newTable(input, call);
    databaseOf(call.sandbox, call.place).tables.set(table.name, table);
    await whenActive(table.name, call);
    return described("CreateTable", "TableDescription", TableDescription, table);
  },
  trail: (input) => ({ requestParameters: { tableName: input.TableName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export const describeTable: Operation<DescribeTableInput, unknown> = {
  permissions: (input, call) => [tablePermission("DescribeTable", input.TableName, call)],
  async run(input, call) {
    const output = await perform("DescribeTable", toWire(input), call);
    return described("DescribeTable", "Table", output.Table, tableOf(input.TableName, call));
  },
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
export const updateTable: Operation<UpdateTableInput, unknown> = {
  permissions: (input, call) => [tablePermission("UpdateTable", input.TableName, call)],
  async run({ StreamSpecification, DeletionProtectionEnabled, ...rest }, call) {
    const { Table: found } = await perform("DescribeTable", { TableName: rest.TableName }, call);
    const table = tableOf(rest.TableName, call);
    if (table && StreamSpecification) changeStream(table, StreamSpecification, call);
    if (table && DeletionProtectionEnabled !== undefined)
      table.isDeletionProtected = DeletionProtectionEnabled;
    if (Object.keys(rest).length === 1) return described("UpdateTable", "TableDescription", found, table);
    const { TableDescription } = await perform("UpdateTable", toWire(rest), call);
    await whenActive(tableName(rest.TableName), call);
    return described("UpdateTable", "TableDescription", TableDescription, table);
  },
  trail: (input) => ({ requestParameters: { tableName: input.TableName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export const deleteTable: Operation<DeleteTableInput, unknown> = {
  permissions: (input, call) => [tablePermission("DeleteTable", input.TableName, call)],
  async run(input, call) {
    const table = tableOf(input.TableName, call);
    if (table?.isDeletionProtected) {
      throw awsError(
        "ValidationException",
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    }
    const { TableDescription } = await perform("DeleteTable", toWire(input), call);
    for (const stop of table?.expiryTimers.values() ?? []) stop();
    databaseOf(call.sandbox, call.place).tables.delete(tableName(input.TableName));
    await whenGone(tableName(input.TableName), call);
    return described("DeleteTable", "TableDescription", TableDescription, table);
  },
  trail: (input) => ({ requestParameters: { tableName: input.TableName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export const listTables: Operation<ListTablesInput, unknown> = {
  permissions: (_, call) => [tablePermission("ListTables", "*", call)],
  run: async (input, call) => fromWire("ListTables", await perform("ListTables", toWire(input), call)),
};

function newTable(input: CreateTableInput, call: Call): Table {
  const arn = tableArn(input.TableName, call);
  return {
    name: tableName(input.TableName),
    arn,
    createdAt: call.now,
    keyNames: (input.KeySchema ?? []).map(({ AttributeName = "" }) => AttributeName),
    isDeletionProtected: input.DeletionProtectionEnabled ?? false,
    hasPointInTimeRecovery: false,
    stream: newStream(input.StreamSpecification, arn, call),
    timeToLive: undefined,
    expiryTimers: new Map(),
  };
}

function newStream(
  specification: StreamSpecification | undefined,
  arn: string,
  call: Call,
): Stream | undefined {
  if (!specification?.StreamEnabled) return undefined;
  if (!specification.StreamViewType) {
    throw awsError(
      "ValidationException",
      "One or more parameter values were invalid: StreamViewType must be specified when StreamEnabled is true",
    );
  }
  const label = call.now.toISOString().replace("Z", "");
  const viewType = specification.StreamViewType;
  return { arn: `${arn}/stream/${label}`, label, viewType, records: [], told: 0, listeners: new Set() };
}

/** @throws ValidationException for a stream that is already on, or off */
function changeStream(table: Table, specification: StreamSpecification, call: Call): void {
  if (specification.StreamEnabled === (table.stream !== undefined)) {
    const state = table.stream ? "Table already has an enabled stream" : "Table is already stream disabled";
    throw awsError("ValidationException", `${state}: TableName: ${table.name}`);
  }
  table.stream = newStream(specification, table.arn, call);
}

/** dynalite changes a table's state in a timer of its own. */
async function whenActive(name: string, call: Call): Promise<void> {
  while (/^(CREATING|UPDATING)$/.test(String(await statusOf(name, call)))) await setTimeout(1);
}

async function whenGone(name: string, call: Call): Promise<void> {
  while ((await statusOf(name, call)) !== undefined) await setTimeout(1);
}

async function statusOf(name: string, call: Call): Promise<unknown> {
  const { Table: found } = await perform("DescribeTable", { TableName: name }, call).catch(() => ({
    Table: {},
  }));
  return (found as Wire).TableStatus;
}

/** The description with what dynalite does not know. */
function described(
  operation: string,
  member: string,
  description: unknown,
  table: Table | undefined,
): unknown {
  if (!table) return fromWire(operation, { [member]: description });
  const { stream } = table;
  const createdAt = table.createdAt.getTime() / 1000;
  const { BillingModeSummary: billing } = description as { BillingModeSummary?: Wire };
  const streamMembers = stream && {
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
    LatestStreamLabel: stream.label,
    LatestStreamArn: stream.arn,
  };
  const whole = {
    ...(description as Wire),
    TableArn: table.arn,
    CreationDateTime: createdAt,
    ...(billing && { BillingModeSummary: { ...billing, LastUpdateToPayPerRequestDateTime: createdAt } }),
    DeletionProtectionEnabled: table.isDeletionProtected,
    ...streamMembers,
  };
  return fromWire(operation, { [member]: whole });
}
