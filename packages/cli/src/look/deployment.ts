/** Is pullpass deployed here? Its ledger's table tells. */
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { Ledger } from "@pullpass/core";
import { dynamoDbClient, dynamoDbLedger } from "@pullpass/core/aws";
import type { Account } from "../aws/account.ts";
import { UserError } from "../user-error.ts";
import type { LookOptions } from "./options.ts";

export type Deployment =
  | { readonly kind: "found"; readonly table: string; readonly ledger: Ledger }
  | { readonly kind: "none"; readonly why: string }
  /** Whether there is one could not be seen. */
  | { readonly kind: "unknown"; readonly why: string };

const usualTable = "pullpass-ledger";

/** @throws UserError if the table that was named is not there */
export async function findDeployment(
  { table: option, ledger: wanted }: Pick<LookOptions, "table" | "ledger">,
  { connection, region }: Account,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Deployment> {
  if (!wanted) return { kind: "none", why: "as asked, with --no-ledger" };
  const named = option ?? (environment.PULLPASS_TABLE || undefined);
  const table = named ?? usualTable;
  const client = dynamoDbClient(connection, region);
  try {
    await client.send(new DescribeTableCommand({ TableName: table }));
    return { kind: "found", table, ledger: dynamoDbLedger({ client, table }) };
  } catch (cause) {
    const isMissing = cause instanceof Error && cause.name === "ResourceNotFoundException";
    const why = isMissing
      ? `there is no table ${table} in ${region}`
      : `the table ${table} in ${region} could not be looked at: ${cause instanceof Error ? cause.message : cause}`;
    if (named !== undefined) {
      throw new UserError(
        `The ledger cannot be used: ${why}.`,
        "Name its table with --table, and its Region with --region.",
        { cause },
      );
    }
    return { kind: isMissing ? "none" : "unknown", why };
  }
}
