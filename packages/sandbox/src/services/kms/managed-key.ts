import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { makeKey, setAlias } from "./make-key.ts";
import { type Key, keyStore } from "./state.ts";

/** The alias of the AWS managed key that encrypts secrets without a key of their own. */
export const secretsManagerAlias = "alias/aws/secretsmanager";

/**
 * The AWS managed key of Secrets Manager in that account and Region, made on first use.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export function secretsManagerKey(sandbox: Sandbox, place: Place): Key {
  const store = keyStore(sandbox, place);
  const known = store.keys.get(store.aliases.get(secretsManagerAlias)?.keyId ?? "");
  if (known) return known;
  const key = makeKey(
    {
      manager: "AWS",
      policy: JSON.stringify(managedKeyPolicy(place), undefined, 2),
      description: "Default key that protects my Secrets Manager secrets when no other key is defined",
      tags: [],
    },
    sandbox,
    place,
  );
  store.keys.set(key.id, key);
  setAlias(secretsManagerAlias, key, store, place, key.created);
  return key;
}

/** As published: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
function managedKeyPolicy({ partition, account, region }: Place) {
  const sid =
    "Allow access through AWS Secrets Manager for all principals in the account that are authorized to use AWS Secrets Manager";
  const anyone = { Effect: "Allow", Principal: { AWS: ["*"] }, Resource: "*" };
  const viaService = `secretsmanager.${region}.amazonaws.com`;
  return {
    Version: "2012-10-17",
    Id: "auto-secretsmanager-2",
    Statement: [
      {
        Sid: sid,
        ...anyone,
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:CreateGrant", "kms:DescribeKey"],
        Condition: { StringEquals: { "kms:CallerAccount": account, "kms:ViaService": viaService } },
      },
      {
        Sid: sid,
        ...anyone,
        Action: "kms:GenerateDataKey*",
        Condition: {
          StringEquals: { "kms:CallerAccount": account },
          StringLike: { "kms:ViaService": viaService },
        },
      },
      {
        Sid: "Allow direct access to key metadata to the account",
        Effect: "Allow",
        Principal: { AWS: [`arn:${partition}:iam::${account}:root`] },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
        Resource: "*",
      },
    ],
  };
}
