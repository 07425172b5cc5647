import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Call, Permission } from "../../service.ts";
import { databaseOf, tableName } from "./state.ts";

/**
 * What DynamoDB asks IAM about a table, or about an index of it. `key` is the partition key of the one item that is asked for.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function tablePermission(
  action: string,
  nameOrArn: string | undefined,
  call: Call,
  { indexName, key }: { readonly indexName?: string | undefined; readonly key?: string | undefined } = {},
): Permission {
  const table = tableArn(nameOrArn, call);
  return {
    action: `dynamodb:${action}`,
    resource: indexName === undefined ? table : `${table}/index/${indexName}`,
    resourceAccount: call.place.account,
    ...(key !== undefined && { context: { "dynamodb:LeadingKeys": [key] } }),
  };
}

/** `arn:aws:dynamodb:eu-central-1:111122223333:table/name` */
export function tableArn(nameOrArn: string | undefined, { place }: Call): string {
  return `arn:${place.partition}:dynamodb:${place.region}:${place.account}:table/${tableName(nameOrArn)}`;
}

/** What DynamoDB knows about a table beside its items. */
export function tableOf(nameOrArn: unknown, { sandbox, place }: Call) {
  return databaseOf(sandbox, place).tables.get(tableName(nameOrArn));
}

/** The text of the partition key, where the item or key names it. */
export function leadingKey(
  attributes: Readonly<Record<string, AttributeValue>> | undefined,
  nameOrArn: string | undefined,
  call: Call,
): string | undefined {
  const [hash] = tableOf(nameOrArn, call)?.keyNames ?? [];
  return hash === undefined ? undefined : attributes?.[hash]?.S;
}
