import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";
const left =
  "The sandbox's tables are dynalite's, which is older than warm throughput; the ledger does not read it.";

const table = (call: string, path: string): readonly Difference[] => [
  {
    of: ["ministack", "moto"],
    calls: [call],
    sandbox: [
      `${path}.BillingModeSummary.LastUpdateToPayPerRequestDateTime`,
      `${path}.GlobalSecondaryIndexes[].ProvisionedThroughput.NumberOfDecreasesToday`,
    ],
    right: "sandbox",
    because: `Of the description of a table: ${page}/API_TableDescription.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: [call],
    emulator: [
      `${path}.WarmThroughput.ReadUnitsPerSecond`,
      `${path}.WarmThroughput.Status = ACTIVE`,
      `${path}.WarmThroughput.WriteUnitsPerSecond`,
    ],
    right: "emulator",
    because: `${page}/API_TableWarmThroughputDescription.html`,
    left,
  },
  {
    of: ["moto"],
    calls: [call],
    emulator: ["ReadUnitsPerSecond", "Status = ACTIVE", "WriteUnitsPerSecond"].map(
      (member) => `${path}.GlobalSecondaryIndexes[].WarmThroughput.${member}`,
    ),
    right: "emulator",
    because: `${page}/API_GlobalSecondaryIndexWarmThroughputDescription.html`,
    left,
  },
  {
    of: ["ministack"],
    calls: [call],
    sandbox: [`${path}.ProvisionedThroughput.NumberOfDecreasesToday`],
    right: "sandbox",
    because: `${page}/API_ProvisionedThroughputDescription.html`,
  },
  {
    of: ["moto"],
    calls: [call],
    sandbox: [
      ...["Global", "Local"].flatMap((kind) =>
        ["IndexArn", "IndexSizeBytes", "ItemCount"].map(
          (member) => `${path}.${kind}SecondaryIndexes[].${member}`,
        ),
      ),
      `${path}.TableId`,
    ],
    right: "sandbox",
    because: `${page}/API_TableDescription.html`,
  },
];

export const dynamodb: readonly Difference[] = [
  ...table("dynamodb:CreateTable", "TableDescription"),
  ...table("dynamodb:DescribeTable", "Table"),
  {
    of: ["moto"],
    calls: ["dynamodb:PutItem with an expression that is none"],
    sandbox: ["error ValidationException 400"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: `${page}/CommonErrors.html`,
  },
  {
    of: ["moto"],
    calls: ["dynamodb:UpdateItem"],
    emulator: ["ConsumedCapacity.CapacityUnits", "ConsumedCapacity.TableName"],
    right: "sandbox",
    because: `Only if it was asked for: ${page}/API_UpdateItem.html`,
  },
  {
    of: ["ministack"],
    calls: ["dynamodb:Query of an index for what it does not hold"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `A global index gives only what it holds: ${page}/API_Query.html`,
  },
  {
    of: ["moto"],
    calls: ["dynamodb:Query of an index that is none"],
    sandbox: ["error ValidationException 400"],
    emulator: ["error ResourceNotFoundException 400"],
    right: "sandbox",
    because:
      "AWS's words are that the table does not have the specified index, a ValidationException: https://github.com/architect/dynalite was held against it.",
  },
  {
    of: ["moto"],
    calls: ["dynamodb:Query with a value that is not used"],
    sandbox: ["error ValidationException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because:
      "AWS's words are that a value is unused in expressions: https://github.com/architect/dynalite was held against it.",
  },
];
