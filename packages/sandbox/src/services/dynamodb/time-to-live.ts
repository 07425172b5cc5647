import type {
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from "@aws-sdk/client-dynamodb";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { afterWrite } from "./after-write.ts";
import { perform } from "./perform.ts";
import { tableOf, tablePermission } from "./permission.ts";
import { databaseOf, type Item, type Table } from "./state.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export const updateTimeToLive: Operation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput> = {
  permissions: (input, call) => [tablePermission("UpdateTimeToLive", input.TableName, call)],
  async run(input, call) {
    await perform("DescribeTable", { TableName: input.TableName }, call);
    const table = tableOf(input.TableName, call);
    const { Enabled = false, AttributeName = "" } = input.TimeToLiveSpecification ?? {};
    if (!table) return {};
    if (Enabled === (table.timeToLive !== undefined)) {
      throw awsError("ValidationException", `TimeToLive is already ${Enabled ? "enabled" : "disabled"}`);
    }
    table.timeToLive = Enabled ? { attributeName: AttributeName } : undefined;
    await databaseOf(call.sandbox, call.place).exclusive(() => lookAtEveryItem(table, call));
    return { TimeToLiveSpecification: { Enabled, AttributeName } };
  },
  trail: (input) => ({ requestParameters: { tableName: input.TableName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export const describeTimeToLive: Operation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput> = {
  permissions: (input, call) => [tablePermission("DescribeTimeToLive", input.TableName, call)],
  async run(input, call) {
    await perform("DescribeTable", { TableName: input.TableName }, call);
    const timeToLive = tableOf(input.TableName, call)?.timeToLive;
    if (!timeToLive) return { TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } };
    return {
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive.attributeName },
    };
  },
};

async function lookAtEveryItem(table: Table, call: Call): Promise<void> {
  let next: unknown;
  do {
    const input = { TableName: table.name, ...(next !== undefined && { ExclusiveStartKey: next }) };
    const { Items = [], LastEvaluatedKey } = await perform("Scan", input, call);
    for (const item of Items as readonly Item[]) {
      const key = Object.fromEntries(table.keyNames.map((name) => [name, item[name]]));
      await afterWrite(table, key, item, call);
    }
    next = LastEvaluatedKey;
  } while (next !== undefined);
}
