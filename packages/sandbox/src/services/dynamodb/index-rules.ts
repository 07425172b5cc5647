/** What DynamoDB asks of secondary indexes, and dynalite does not. */
import type { QueryInput, ScanInput } from "@aws-sdk/client-dynamodb";
import { awsError } from "../../errors.ts";
import { isObject } from "../../is-object.ts";
import type { Call } from "../../service.ts";
import type { Wire } from "./dynalite.ts";
import { perform } from "./perform.ts";

type Read = Partial<QueryInput & ScanInput>;

/**
 * Global indexes are read as they come, and what they do not hold cannot be asked of them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 * @throws ValidationException
 */
export async function requireReadable(input: Read, call: Call): Promise<void> {
  requireSelect(input);
  if (input.IndexName === undefined) return;
  const table = await describe(input.TableName, call);
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === input.IndexName);
  if (!index) return;
  if (input.ConsistentRead) {
    throw invalid("Consistent reads are not supported on global secondary indexes");
  }
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  const held = [...namesOf(table.KeySchema), ...namesOf(index.KeySchema), ...NonKeyAttributes];
  const missing = askedFor(input).filter((name) => !held.includes(name));
  if (ProjectionType === "ALL" || missing.length === 0) return;
  throw invalid(
    `One or more parameter values were invalid: Global secondary index ${index.IndexName} does not project [${missing.join(", ")}]`,
  );
}

/**
 * The value of an index's key is never empty. @throws ValidationException
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export async function requireIndexKeys(attributes: Wire, tableName: unknown, call: Call): Promise<void> {
  const empty = Object.entries(attributes).filter(([, value]) => isEmpty(value));
  if (empty.length === 0) return;
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = await describe(tableName, call);
  for (const { IndexName, KeySchema } of [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]) {
    const [key, value] = empty.find(([name]) => namesOf(KeySchema).includes(name)) ?? [];
    if (key === undefined) continue;
    const kind = isObject(value) && "B" in value ? "binary" : "string";
    throw invalid(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${IndexName}, IndexKey: ${key}`,
    );
  }
}

/** The attributes that an update sets to a value as it is. */
export function setByUpdate(input: Wire): Wire {
  const values = (input.ExpressionAttributeValues ?? {}) as Wire;
  const names = (input.ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
  const found = String(input.UpdateExpression ?? "").matchAll(/([#\w]+)\s*=\s*(:\w+)/g);
  return Object.fromEntries(
    [...found].map(([, name = "", value = ""]) => [names[name] ?? name, values[value]]),
  );
}

interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
}

interface KeyElement {
  readonly AttributeName: string;
}

interface TableDescription {
  readonly KeySchema: readonly KeyElement[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LocalSecondaryIndexes?: readonly Index[];
}

async function describe(tableName: unknown, call: Call): Promise<TableDescription> {
  const { Table } = await perform("DescribeTable", { TableName: tableName }, call);
  return Table as TableDescription;
}

function requireSelect({ Select, IndexName, ProjectionExpression, AttributesToGet }: Read): void {
  if (Select === "ALL_PROJECTED_ATTRIBUTES" && IndexName === undefined) {
    throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  if (
    Select === "SPECIFIC_ATTRIBUTES" &&
    ProjectionExpression === undefined &&
    AttributesToGet === undefined
  ) {
    throw invalid(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  }
}

/** The attributes that a projection names: the first part of each path. */
function askedFor({ ProjectionExpression = "", ExpressionAttributeNames = {}, AttributesToGet = [] }: Read) {
  const paths = ProjectionExpression.split(",").map((path) => path.trim().replace(/[.[].*$/s, ""));
  const named = paths.filter((name) => name !== "").map((name) => ExpressionAttributeNames[name] ?? name);
  return [...named, ...AttributesToGet];
}

function namesOf(schema: readonly KeyElement[]): readonly string[] {
  return schema.map(({ AttributeName }) => AttributeName);
}

function isEmpty(value: unknown): boolean {
  return isObject(value) && (value.S === "" || value.B === "");
}

function invalid(message: string) {
  return awsError("ValidationException", message);
}
