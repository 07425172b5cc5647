/** How many requests a second AWS takes of an account in a Region, by operation. */
export interface Quota {
  readonly service: string;
  /** They share the rate; `each` by itself. Undefined: every other operation of the service, each by itself. */
  readonly operations: readonly string[] | undefined;
  readonly each?: true;
  readonly perSecond: number;
}

/**
 * AWS publishes no rates for these, and they throttle: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html ,
 * https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html . The number is the sandbox's own assumption; calls
 * at rising rates until AWS refuses would settle it.
 */
const assumed = 20;

/** Services that are not here, and operations without a rate, are never throttled. */
export const quotas: readonly Quota[] = [
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  { service: "secretsmanager", operations: ["DescribeSecret", "GetSecretValue"], perSecond: 10_000 },
  {
    service: "secretsmanager",
    operations: ["DeleteResourcePolicy", "GetResourcePolicy", "PutResourcePolicy", "ValidateResourcePolicy"],
    perSecond: 50,
  },
  {
    service: "secretsmanager",
    operations: [
      "PutSecretValue",
      "RemoveRegionsFromReplication",
      "ReplicateSecretToRegions",
      "StopReplicationToReplica",
      "UpdateSecret",
      "UpdateSecretVersionStage",
    ],
    perSecond: 50,
  },
  { service: "secretsmanager", operations: ["RotateSecret", "CancelRotateSecret"], perSecond: 50 },
  { service: "secretsmanager", operations: ["TagResource", "UntagResource"], perSecond: 50 },
  { service: "secretsmanager", operations: ["ListSecrets"], perSecond: 100 },
  // CreateSecret and RestoreSecret have it; that the others do is unverified: the page would settle it
  { service: "secretsmanager", operations: undefined, perSecond: 50 },

  // https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html ; the least of any Region. Unverified:
  // the copy that could be read is of 2020, with lower numbers for some; the page as it is now would settle them.
  {
    service: "kms",
    operations: ["Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncrypt"],
    perSecond: 10_000,
  },
  { service: "kms", operations: ["DescribeKey", "ListResourceTags"], each: true, perSecond: 2_000 },
  { service: "kms", operations: ["GetKeyPolicy", "GetKeyRotationStatus"], each: true, perSecond: 1_000 },
  { service: "kms", operations: ["ListAliases", "ListKeys"], each: true, perSecond: 500 },
  { service: "kms", operations: ["ListGrants", "ListKeyPolicies"], each: true, perSecond: 100 },
  { service: "kms", operations: ["CreateGrant"], perSecond: 50 },
  { service: "kms", operations: ["RetireGrant", "RevokeGrant"], each: true, perSecond: 30 },
  {
    service: "kms",
    operations: ["DeleteAlias", "PutKeyPolicy", "ScheduleKeyDeletion"],
    each: true,
    perSecond: 15,
  },
  { service: "kms", operations: ["TagResource"], perSecond: 10 },
  { service: "kms", operations: undefined, perSecond: 5 },

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html ; the least of any Region
  { service: "events", operations: ["PutEvents"], perSecond: 600 },
  { service: "events", operations: undefined, perSecond: 50 },

  // https://docs.aws.amazon.com/general/latest/gr/sns.html ; the least of any Region. Unverified: the page would settle them.
  { service: "sns", operations: ["Publish", "PublishBatch"], perSecond: 300 },
  { service: "sns", operations: ["Subscribe", "Unsubscribe"], each: true, perSecond: 100 },
  {
    service: "sns",
    operations: ["ListSubscriptions", "ListSubscriptionsByTopic", "ListTopics"],
    each: true,
    perSecond: 30,
  },
  { service: "sns", operations: ["TagResource", "UntagResource"], each: true, perSecond: 10 },

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entities-sts-requests ;
  // unverified: the page would settle it
  { service: "sts", operations: ["AssumeRole", "GetCallerIdentity"], perSecond: 600 },

  // "All requests: five requests per second per AWS account": https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
  {
    service: "route53",
    operations: ["CreateHostedZone", "DeleteHostedZone", "GetHostedZone", "ListHostedZonesByName"],
    perSecond: 5,
  },

  { service: "iam", operations: undefined, perSecond: assumed },
  { service: "codebuild", operations: undefined, perSecond: assumed },
  { service: "organizations", operations: undefined, perSecond: assumed },
];
