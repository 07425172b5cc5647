/** Customer managed and AWS managed keys. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
import { DescribeKeyCommand, GetKeyPolicyCommand, type KeyMetadata, KMSClient } from "@aws-sdk/client-kms";
import { arnParts, parseKeyArn } from "../model/arn.ts";
import type { Key } from "../model/secret.ts";
import type { Keys } from "../ports.ts";
import { type Connection, perRegion } from "./clients.ts";
import { translatedIfThere } from "./errors.ts";

/** The port to KMS, with a client a Region. */
export function kmsKeys(connection: Connection): Keys {
  const client = perRegion((region) => new KMSClient(connection(region)));

  return {
    async describe(region, key) {
      const failed = { call: "kms:DescribeKey", resource: `${key} in ${region}` };
      const described = await translatedIfThere(failed, () =>
        client(region).send(new DescribeKeyCommand({ KeyId: key })),
      );
      return described?.KeyMetadata && keyOf(described.KeyMetadata);
    },

    async policy(region, key) {
      const failed = { call: "kms:GetKeyPolicy", resource: `${key} in ${region}` };
      const got = await translatedIfThere(failed, () =>
        client(region).send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: "default" })),
      );
      return got?.Policy;
    },
  };
}

function keyOf({ Arn = "", KeyManager, KeyState }: KeyMetadata): Key {
  const arn = parseKeyArn(Arn);
  const { account } = arnParts(arn);
  return { arn, account, manager: KeyManager === "AWS" ? "AWS" : "CUSTOMER", state: KeyState ?? "Unknown" };
}
