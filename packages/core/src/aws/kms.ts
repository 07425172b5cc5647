/** Customer managed and AWS managed keys. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KeyMetadata,
  KMSClient,
  ListAliasesCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { arnParts, parseKeyArn } from "../model/arn.ts";
import type { Key } from "../model/secret.ts";
import type { Keys } from "../ports.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors, withAwsErrorsIfThere } from "./errors.ts";
import { keyGrants } from "./key-grants.ts";
import { allPages } from "./pages.ts";

/** The port to KMS, with a client a Region. */
export function kmsKeys(connection: Connection): Keys {
  const client = perRegion((region) => new KMSClient(connection(region)));
  const ownOfAws = new Map<string, Key>();

  return {
    async describe(region, key) {
      const known = ownOfAws.get(`${region} ${key}`);
      if (known !== undefined) return known;
      const failed = { call: "kms:DescribeKey", resource: `${key} in ${region}` };
      const described = await withAwsErrorsIfThere(failed, () =>
        client(region).send(new DescribeKeyCommand({ KeyId: key })),
      );
      const found = described?.KeyMetadata && keyOf(described.KeyMetadata);
      if (found !== undefined && isForGood(key, found)) ownOfAws.set(`${region} ${key}`, found);
      return found;
    },

    async policy(region, key) {
      const failed = { call: "kms:GetKeyPolicy", resource: `${key} in ${region}` };
      const got = await withAwsErrorsIfThere(failed, () =>
        client(region).send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: "default" })),
      );
      return got?.Policy;
    },

    grants: keyGrants(connection),

    async aliases(key) {
      const aliases = await withAwsErrors({ call: "kms:ListAliases", resource: key }, () =>
        allPages(async (Marker) => {
          const page = await client(arnParts(key).region).send(
            new ListAliasesCommand({ KeyId: key, Marker }),
          );
          return { items: page.Aliases, next: page.Truncated ? page.NextMarker : undefined };
        }),
      );
      return aliases.flatMap(({ AliasName }) => AliasName ?? []);
    },

    async tags(key) {
      const tags = await withAwsErrors({ call: "kms:ListResourceTags", resource: key }, () =>
        allPages(async (Marker) => {
          const command = new ListResourceTagsCommand({ KeyId: key, Marker });
          const page = await client(arnParts(key).region).send(command);
          return { items: page.Tags, next: page.Truncated ? page.NextMarker : undefined };
        }),
      );
      return Object.fromEntries(tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
    },
  };
}

/**
 * An account has one AWS managed key of a service in a Region, under an alias that nobody can move, and nobody can disable or
 * delete it. https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
 */
function isForGood(key: string, { manager, state }: Key): boolean {
  return key.startsWith("alias/aws/") && manager === "AWS" && state === "Enabled";
}

function keyOf({ Arn = "", KeyManager, KeyState, KeySpec }: KeyMetadata): Key {
  const arn = parseKeyArn(Arn);
  const { account } = arnParts(arn);
  return {
    arn,
    account,
    manager: KeyManager === "AWS" ? "AWS" : "CUSTOMER",
    state: KeyState ?? "Unknown",
    spec: KeySpec,
  };
}
