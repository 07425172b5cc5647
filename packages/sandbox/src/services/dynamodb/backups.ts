import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsInput,
  UpdateContinuousBackupsInput,
} from "@aws-sdk/client-dynamodb";
import { TableNotFoundException } from "@aws-sdk/client-dynamodb";
import type { Call, Operation } from "../../service.ts";
import { tableOf, tablePermission } from "./permission.ts";
import type { Table } from "./state.ts";

interface Output {
  readonly ContinuousBackupsDescription: ContinuousBackupsDescription;
}

/** State only: nothing is backed up. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html */
export const updateContinuousBackups: Operation<UpdateContinuousBackupsInput, Output> = {
  permissions: (input, call) => [tablePermission("UpdateContinuousBackups", input.TableName, call)],
  run(input, call) {
    const table = requireTable(input.TableName, call);
    table.hasPointInTimeRecovery =
      input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? table.hasPointInTimeRecovery;
    return described(table);
  },
  trail: (input) => ({ requestParameters: { tableName: input.TableName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export const describeContinuousBackups: Operation<DescribeContinuousBackupsInput, Output> = {
  permissions: (input, call) => [tablePermission("DescribeContinuousBackups", input.TableName, call)],
  run: (input, call) => described(requireTable(input.TableName, call)),
};

function requireTable(name: string | undefined, call: Call): Table {
  const table = tableOf(name, call);
  if (table) return table;
  throw new TableNotFoundException({ message: `Table not found: ${name}`, $metadata: {} });
}

function described({ hasPointInTimeRecovery }: Table): Output {
  const PointInTimeRecoveryStatus = hasPointInTimeRecovery ? "ENABLED" : "DISABLED";
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
    },
  };
}
