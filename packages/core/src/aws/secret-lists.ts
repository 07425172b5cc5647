import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Secret } from "../model/secret.ts";
import { type Connection, perRegion } from "./clients.ts";
import { translated } from "./errors.ts";
import { allPages } from "./pages.ts";
import { secretOf } from "./secrets-manager.ts";

/**
 * Every secret of a Region, those scheduled for deletion too, by a hundred a call.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export function secretLists(connection: Connection): (region: string) => Promise<readonly Secret[]> {
  const client = perRegion((region) => new SecretsManagerClient(connection(region)));
  return (region) =>
    translated({ call: "secretsmanager:ListSecrets", resource: region }, () =>
      allPages(async (NextToken) => {
        const command = new ListSecretsCommand({
          MaxResults: secretsPerCall,
          IncludePlannedDeletion: true,
          NextToken,
        });
        const page = await client(region).send(command);
        return { items: page.SecretList?.map(secretOf), next: page.NextToken };
      }),
    );
}

const secretsPerCall = 100;
