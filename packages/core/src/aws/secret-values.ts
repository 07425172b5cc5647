/** A secret with its value: for the check of a login, and for nothing else. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { arnParts, parseArn, parseSecretArn, type SecretArn } from "../model/arn.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrorsIfThere } from "./errors.ts";

export interface ReadSecret {
  readonly arn: SecretArn;
  readonly name: string;
  readonly region: string;
  /** Kept in memory alone. Text, or bytes. */
  readonly value: string | Uint8Array;
  readonly version: string | undefined;
}

/** `undefined` for a secret that is not there, or has no value. @throws the errors of `errors.ts` */
export function secretValues(
  connection: Connection,
): (region: string, reference: string) => Promise<ReadSecret | undefined> {
  const client = perRegion((region) => new SecretsManagerClient(connection(region)));
  return async (region, reference) => {
    const place = parseArn(reference)?.region ?? region;
    const failed = { call: "secretsmanager:GetSecretValue", resource: `${reference} in ${place}` };
    const read = await withAwsErrorsIfThere(failed, () =>
      client(place).send(new GetSecretValueCommand({ SecretId: reference })),
    );
    if (read === undefined) return undefined;
    const arn = parseSecretArn(read.ARN ?? "");
    const value = read.SecretString ?? read.SecretBinary ?? "";
    return { arn, name: read.Name ?? "", region: arnParts(arn).region, value, version: read.VersionId };
  };
}
