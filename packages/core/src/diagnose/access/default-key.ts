/** The policy of `aws/secretsmanager`, which is the same in every account. */
import type { PolicySet } from "@pullpass/access";
import { arnParts } from "../../model/arn.ts";
import type { Secret } from "../../model/secret.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html#security-encryption-policies */
export function defaultKeyPolicy({ arn, region, account }: Secret): PolicySet["resource"] {
  const { partition } = arnParts(arn);
  const place = `${partition} ${region} ${account}`;
  const policy = policies.get(place) ?? policyIn(partition, region, account);
  policies.set(place, policy);
  return policy;
}

/** One an account and Region: who asks about it reads it once. */
const policies = new Map<string, PolicySet["resource"]>();

function policyIn(partition: string, region: string, account: string): PolicySet["resource"] {
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Allow access through AWS Secrets Manager for all principals in the account that are authorized to use AWS Secrets Manager",
        Effect: "Allow",
        Principal: { AWS: ["*"] },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:CreateGrant", "kms:DescribeKey"],
        Resource: ["*"],
        Condition: {
          StringEquals: {
            "kms:CallerAccount": account,
            "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          },
        },
      },
      {
        Effect: "Allow",
        Principal: { AWS: [`arn:${partition}:iam::${account}:root`] },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
        Resource: ["*"],
      },
    ],
  };
  return { kind: "known", value: { name: "aws/secretsmanager", document } };
}
