import type { BatchGetItemInput, GetItemInput, QueryInput, ScanInput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../service.ts";
import { requireReadable } from "./index-rules.ts";
import { perform } from "./perform.ts";
import { leadingKey, tablePermission } from "./permission.ts";
import { fromWire, toWire } from "./wire-values.ts";

type Input = Partial<GetItemInput & QueryInput & ScanInput> &
  Pick<Partial<BatchGetItemInput>, "RequestItems">;

/** Operations that dynalite answers as DynamoDB does. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
export function readOperation(
  name: "BatchGetItem" | "GetItem" | "Query" | "Scan",
): Operation<Input, unknown> {
  return {
    permissions: (input, call) => {
      const tables = input.RequestItems ? Object.keys(input.RequestItems) : [input.TableName];
      const { IndexName: indexName } = input;
      return tables.map((table) =>
        tablePermission(name, table, call, { indexName, key: leadingKey(input.Key, table, call) }),
      );
    },
    async run(input, call) {
      if (name === "Query" || name === "Scan") await requireReadable(input, call);
      return fromWire(name, await perform(name, toWire(input), call));
    },
  };
}
