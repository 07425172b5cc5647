import * as sdk from "@aws-sdk/client-dynamodb";
import { awsError } from "../../errors.ts";
import type { Call } from "../../service.ts";
import { DynaliteError, type Wire } from "./dynalite.ts";
import { databaseOf, type Item, tableName } from "./state.ts";

/** Has dynalite carry out the operation. @throws the SDK's exceptions */
export async function perform(
  operation: string,
  input: Wire,
  { sandbox, place }: Pick<Call, "sandbox" | "place">,
) {
  const named = "TableName" in input ? { ...input, TableName: tableName(input.TableName) } : input;
  try {
    return await databaseOf(sandbox, place).dynalite.perform(operation, named);
  } catch (error) {
    throw error instanceof DynaliteError ? exceptionOf(error) : error;
  }
}

/** Whether the item is as the write's condition wants it. @throws the SDK's exceptions, for what the write asks wrongly */
export function meetsCondition(
  operation: "PutItem" | "UpdateItem" | "DeleteItem",
  input: Wire,
  item: Item | undefined,
  { sandbox, place }: Pick<Call, "sandbox" | "place">,
): boolean {
  try {
    const named = { ...input, TableName: tableName(input.TableName) };
    return databaseOf(sandbox, place).dynalite.meetsCondition(operation, named, item);
  } catch (error) {
    throw error instanceof DynaliteError ? exceptionOf(error) : error;
  }
}

const exceptions = {
  ConditionalCheckFailedException: sdk.ConditionalCheckFailedException,
  ItemCollectionSizeLimitExceededException: sdk.ItemCollectionSizeLimitExceededException,
  LimitExceededException: sdk.LimitExceededException,
  ResourceInUseException: sdk.ResourceInUseException,
  ResourceNotFoundException: sdk.ResourceNotFoundException,
} as const;

function exceptionOf({ body, message }: DynaliteError): Error {
  const name = body.__type?.split("#").at(-1) ?? "ValidationException";
  const known = Object.hasOwn(exceptions, name) ? exceptions[name as keyof typeof exceptions] : undefined;
  return known ? new known({ message, $metadata: {} }) : awsError(name, message);
}
