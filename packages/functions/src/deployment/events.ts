/**
 * What pullpass listens to: EventBridge patterns for every event that core decodes, as narrow as what is documented of
 * the records allows. Tags are never matched here (their shape in records is unverified): core reads them from the secret.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export interface EventRule {
  /** Part of the rule's name; letters and hyphens. */
  readonly name: string;
  readonly description: string;
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** The rules on the default bus of a deployment's own Region. */
export function eventRules(policyName: string): readonly EventRule[] {
  return [...regionalRules, rolePolicies(policyName), roles];
}

/** What another Region may have that a deployment has to hear of. */
export interface ForwardedKinds {
  /** Secrets, where the Region is searched for names. */
  readonly secrets: boolean;
  /** The keys of those secrets. */
  readonly keys: boolean;
  /** IAM's events, which appear in one Region of the partition only. */
  readonly roles: boolean;
}

/**
 * The rules of another Region whose events a deployment wants to see: a secret or key may live elsewhere, and IAM's events
 * appear in `iamRegionOf` only. The pattern pins the Region, because EventBridge forwards no event twice.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export function forwardingRules(
  policyName: string,
  region: string,
  kinds: ForwardedKinds,
): readonly EventRule[] {
  const local = [
    ...(kinds.secrets ? [secrets, secretDeletions] : []),
    ...(kinds.keys ? [keys] : []),
    ...(kinds.roles ? [rolePolicies(policyName), roles] : []),
  ];
  return local.map((rule) => ({ ...rule, pattern: { ...rule.pattern, region: [region] } }));
}

/**
 * Where IAM's events appear: us-east-1. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 * Of the other partitions it is unverified; a change of a role's policy, seen in one of them, would settle it.
 */
export function iamRegionOf(region: string): string {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

/** A call that succeeded. Failed calls are delivered too, and change nothing. */
function calls(service: string, eventNames: readonly string[]) {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: [`${service}.amazonaws.com`],
      eventName: eventNames,
      errorCode: [{ exists: false }],
    },
  };
}

const secrets: EventRule = {
  name: "secrets",
  description: "A secret, its tags, key or resource policy changed",
  pattern: calls("secretsmanager", [
    "CreateSecret",
    "DeleteResourcePolicy",
    "DeleteSecret",
    "PutResourcePolicy",
    "ReplicateSecretToRegions",
    "RestoreSecret",
    "RotateSecret",
    "TagResource",
    "UntagResource",
    "UpdateSecret",
  ]),
};

const secretDeletions: EventRule = {
  name: "secret-deletions",
  description: "Secrets Manager deletes a secret at the end of its recovery window, or calls it off",
  pattern: {
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS Service Event via CloudTrail"],
    detail: {
      eventName: [
        "CancelSecretVersionDelete",
        "EndSecretVersionDelete",
        "SecretVersionDeletion",
        "StartSecretVersionDelete",
      ],
    },
  },
};

const projects: EventRule = {
  name: "projects",
  description: "A CodeBuild project was created, changed or deleted",
  pattern: calls("codebuild", ["CreateProject", "DeleteProject", "UpdateProject"]),
};

const builds: EventRule = {
  name: "builds",
  description: "A build failed; core looks whether it failed while provisioning",
  pattern: {
    source: ["aws.codebuild"],
    "detail-type": ["CodeBuild Build State Change"],
    detail: { "build-status": ["FAILED"] },
  },
};

const keys: EventRule = {
  name: "keys",
  description: "A key's policy or state changed",
  pattern: calls("kms", [
    "CancelKeyDeletion",
    "DisableKey",
    "EnableKey",
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
  ]),
};

const roles: EventRule = {
  name: "roles",
  description: "A role's trust policy changed, or the role is gone",
  pattern: calls("iam", ["DeleteRole", "UpdateAssumeRolePolicy"]),
};

/** Role policies change all day in a busy account; only pullpass's own are its business. */
const rolePolicies = (policyName: string): EventRule => {
  const pattern = calls("iam", ["DeleteRolePolicy", "PutRolePolicy"]);
  return {
    name: "role-policies",
    description: "Someone else changed or deleted pullpass's own inline policy",
    pattern: {
      ...pattern,
      detail: { ...pattern.detail, requestParameters: { policyName: [{ prefix: `${policyName}-` }] } },
    },
  };
};

const regionalRules = [secrets, secretDeletions, projects, builds, keys];
