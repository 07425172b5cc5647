import { type GrantListEntry, KMSClient, ListGrantsCommand } from "@aws-sdk/client-kms";
import type { KeyGrant } from "@pullpass/access";
import { arnParts, type KeyArn } from "../model/arn.ts";
import { type Connection, perRegion } from "./clients.ts";
import { translated } from "./errors.ts";
import { allPages } from "./pages.ts";

/** The grants of a key that could allow `kms:Decrypt`. https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export function keyGrants(connection: Connection): (key: KeyArn) => Promise<readonly KeyGrant[]> {
  const client = perRegion((region) => new KMSClient(connection(region)));
  return async (key) => {
    const grants = await translated({ call: "kms:ListGrants", resource: key }, () =>
      allPages(async (Marker) => {
        const command = new ListGrantsCommand({ KeyId: key, Limit: grantsPerCall, Marker });
        const page = await client(arnParts(key).region).send(command);
        return { items: page.Grants, next: page.Truncated ? page.NextMarker : undefined };
      }),
    );
    return grants.filter(({ Operations = [] }) => Operations.includes("Decrypt")).map(grantOf);
  };
}

const grantsPerCall = 100;

function grantOf({ GrantId, GranteePrincipal, Operations, Constraints }: GrantListEntry): KeyGrant {
  const { EncryptionContextEquals, EncryptionContextSubset } = Constraints ?? {};
  return {
    id: GrantId ?? "",
    granteePrincipal: GranteePrincipal ?? "",
    operations: Operations ?? [],
    ...(EncryptionContextEquals && { encryptionContextEquals: EncryptionContextEquals }),
    ...(EncryptionContextSubset && { encryptionContextSubset: EncryptionContextSubset }),
  };
}
