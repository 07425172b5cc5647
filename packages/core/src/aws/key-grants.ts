import { type GrantListEntry, KMSClient, ListGrantsCommand } from "@aws-sdk/client-kms";
import type { KeyGrant } from "@pullpass/access";
import { arnParts, type KeyArn } from "../model/arn.ts";
import { isJsonObject } from "../model/json.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";
import { allPages } from "./pages.ts";
import { keepWhole } from "./whole-structure.ts";

/** The grants of a key that could allow `kms:Decrypt`. https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export function keyGrants(connection: Connection): (key: KeyArn) => Promise<readonly KeyGrant[]> {
  const client = perRegion((region) => wholeConstraints(new KMSClient(connection(region))));
  return async (key) => {
    const grants = await withAwsErrors({ call: "kms:ListGrants", resource: key }, () =>
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

/** A grant is wider without a constraint than with it, so one that this SDK does not know must not get lost. */
function wholeConstraints(client: KMSClient): KMSClient {
  client.middlewareStack.add(keepWhole("GrantConstraints"), { step: "initialize", name: "keepConstraints" });
  return client;
}

/** Services make grants that name no principal: https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html */
function grantOf({ GrantId, GranteePrincipal, Operations, Constraints }: GrantListEntry): KeyGrant {
  return {
    id: GrantId ?? "",
    granteePrincipal: GranteePrincipal ?? "",
    operations: Operations ?? [],
    ...constraintsOf(Constraints),
  };
}

/**
 * Those that are evaluated, by the encryption context; any other, and constraints without a member, are not known.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
 */
function constraintsOf(constraints: unknown): Partial<KeyGrant> {
  if (constraints === undefined || constraints === null) return {};
  if (!isJsonObject(constraints)) return { constraintsUnknown: true };
  const { EncryptionContextEquals, EncryptionContextSubset, ...others } = constraints;
  const [equals, subset] = [pairsOf(EncryptionContextEquals), pairsOf(EncryptionContextSubset)];
  const isKnown =
    Object.keys(others).length === 0 &&
    (equals !== undefined || subset !== undefined) &&
    (EncryptionContextEquals === undefined || equals !== undefined) &&
    (EncryptionContextSubset === undefined || subset !== undefined);
  return {
    ...(equals && { encryptionContextEquals: equals }),
    ...(subset && { encryptionContextSubset: subset }),
    ...(!isKnown && { constraintsUnknown: true }),
  };
}

function pairsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isJsonObject(value)) return undefined;
  const pairs = Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return pairs.length === Object.keys(value).length ? Object.fromEntries(pairs) : undefined;
}
