import {
  ListSecretsCommand,
  type SecretListEntry,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ifArn } from "../model/arn.ts";
import type { Secret } from "../model/secret.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";
import { allPages } from "./pages.ts";
import { secretOf } from "./secrets-manager.ts";

/**
 * Every secret of a Region, those scheduled for deletion too, by a hundred a call.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export function secretLists(connection: Connection): (region: string) => Promise<readonly Secret[]> {
  const client = perRegion((region) => new SecretsManagerClient(connection(region)));
  return (region) =>
    withAwsErrors({ call: "secretsmanager:ListSecrets", resource: region }, () =>
      allPages(async (NextToken) => {
        const command = new ListSecretsCommand({
          MaxResults: secretsPerCall,
          IncludePlannedDeletion: true,
          NextToken,
        });
        const page = await client(region).send(command);
        return {
          // One that nobody can make out is asked for again by whoever needs it, and is then unknown.
          items: page.SecretList?.flatMap((entry) => ifArn(() => secretOf(entry, hasValue(entry))) ?? []),
          next: page.NextToken,
        };
      }),
    );
}

/**
 * Whether the member is absent for a secret without a value alone is unverified: the list of an account with one would
 * settle it. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html
 */
function hasValue({ SecretVersionsToStages = {} }: SecretListEntry): Secret["hasValue"] {
  return Object.keys(SecretVersionsToStages).length > 0 ? "yes" : "unknown";
}

const secretsPerCall = 100;
