/** Is pullpass deployed here? Its claim to the Region tells, and names the ledger's table. */
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { claimParameter, type Ledger } from "@pullpass/core";
import { dynamoDbClient, dynamoDbLedger, regionClaim } from "@pullpass/core/aws";
import type { Account } from "../aws/account.ts";
import { UserError } from "../user-error.ts";
import type { SessionOptions } from "./options.ts";

export type Deployment =
  | { readonly kind: "found"; readonly table: string; readonly ledger: Ledger }
  | { readonly kind: "none"; readonly why: string }
  /** Whether there is one could not be seen. */
  | { readonly kind: "unknown"; readonly why: string };

/** @throws UserError if the table that was named is not there */
export async function findDeployment(
  { table: option, ledger: wanted }: Pick<SessionOptions, "table" | "ledger">,
  account: Account,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Deployment> {
  if (!wanted) return { kind: "none", why: "as asked, with --no-ledger" };
  const named = option ?? (environment.PULLPASS_TABLE || undefined);
  if (named === undefined) return claimed(account);
  const { ledger, why, cause } = await openTable(named, account);
  if (ledger !== undefined) return { kind: "found", table: named, ledger };
  throw new UserError(
    `The ledger cannot be used: ${why}.`,
    "Name its table with --table, and its Region with --region.",
    { cause },
  );
}

async function claimed(account: Account): Promise<Deployment> {
  const { connection, region } = account;
  try {
    const claim = await regionClaim(connection)(region);
    if (claim === undefined)
      return { kind: "none", why: `there is no parameter ${claimParameter} in ${region}` };
    const { ledger, why } = await openTable(claim.table, account);
    return ledger === undefined ? { kind: "unknown", why } : { kind: "found", table: claim.table, ledger };
  } catch (error) {
    return { kind: "unknown", why: messageOf(error) };
  }
}

type Opened =
  | { readonly ledger: Ledger; readonly why?: never; readonly cause?: never }
  | { readonly ledger?: never; readonly why: string; readonly cause: unknown };

async function openTable(table: string, { connection, region }: Account): Promise<Opened> {
  const client = dynamoDbClient(connection, region);
  try {
    await client.send(new DescribeTableCommand({ TableName: table }));
    return { ledger: dynamoDbLedger({ client, table }) };
  } catch (cause) {
    const isMissing = cause instanceof Error && cause.name === "ResourceNotFoundException";
    const why = isMissing
      ? `there is no table ${table} in ${region}`
      : `the table ${table} in ${region} could not be looked at: ${messageOf(cause)}`;
    return { why, cause };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
