import type { Call, Permission } from "../../service.ts";
import { databaseOf, tableName } from "./state.ts";

/** What DynamoDB asks IAM about a table, or about an index of it. */
export function tablePermission(
  action: string,
  nameOrArn: string | undefined,
  call: Call,
  indexName?: string,
): Permission {
  const table = tableArn(nameOrArn, call);
  return {
    action: `dynamodb:${action}`,
    resource: indexName === undefined ? table : `${table}/index/${indexName}`,
    resourceAccount: call.place.account,
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
