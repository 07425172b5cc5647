/**
 * What pullpass listens to: EventBridge patterns for every event that core decodes, as narrow as what is documented of
 * the records allows. Every rule pins the account: what others put on the bus is not heard. Which consent a tag gives is
 * never matched here: core reads the tags themselves.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
import { statusesOfNoFailure } from "@pullpass/core";

export interface EventRule {
  /** Part of the rule's name; letters and hyphens. */
  readonly name: string;
  readonly description: string;
  readonly pattern: Pattern;
}

type Pattern = Readonly<Record<string, unknown>>;

/** Where the rules are, and what pullpass calls its own. */
export interface RuleSettings {
  readonly partition: string;
  readonly account: string;
  /** The Region whose bus has the rules. */
  readonly region: string;
  readonly policyName: string;
  readonly tagPrefix: string;
}

/** The rules on the default bus of a deployment's own Region; those of keys only where it reads keys. */
export function eventRules(settings: RuleSettings, { kms }: { readonly kms: boolean }): readonly EventRule[] {
  return rulesFor({ secrets: true, projects: true, keys: kms, roles: true }, settings);
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
export function forwardingRules(settings: RuleSettings, kinds: ForwardedKinds): readonly EventRule[] {
  const rules = rulesFor({ ...kinds, projects: false }, settings);
  return rules.map((rule) => ({ ...rule, pattern: { ...rule.pattern, region: [settings.region] } }));
}

/**
 * Where IAM's events appear: us-east-1. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 * Of the other partitions it is unverified; a change of a role's policy, seen in one of them, would settle it.
 */
export function iamRegionOf(region: string): string {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

interface Kinds extends ForwardedKinds {
  readonly projects: boolean;
}

function rulesFor(kinds: Kinds, settings: RuleSettings): readonly EventRule[] {
  const tagged = taggedArns(kinds, settings);
  const rules = [
    ...(kinds.secrets ? [secrets, secretDeletions] : []),
    ...(kinds.projects ? [projects, builds] : []),
    ...(kinds.keys ? [keys, keyMaterial] : []),
    ...(kinds.roles
      ? [rolePolicies(settings), roles, newRoles, roleTags(settings), managedPolicies, policyVersions]
      : []),
    ...(tagged.length > 0 ? [tagChanges(settings, tagged), tagEditor(tagged)] : []),
  ];
  const account = [settings.account];
  return rules.map((rule) => ({ ...rule, pattern: { account, ...rule.pattern } }));
}

/** A call that succeeded. Failed calls are delivered too, and change nothing. */
function calls(service: string, eventNames: readonly string[], requestParameters?: Pattern): Pattern {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: [`${service}.amazonaws.com`],
      eventName: eventNames,
      errorCode: [{ exists: false }],
      ...(requestParameters !== undefined && { requestParameters }),
    },
  };
}

/** What a service does by itself. */
function serviceEvents(service: string, eventNames: readonly string[]): Pattern {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS Service Event via CloudTrail"],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName: eventNames },
  };
}

const secrets: EventRule = {
  name: "secrets",
  description: "A secret, its tags, key, replicas, rotation or resource policy changed",
  pattern: calls("secretsmanager", [
    "CancelRotateSecret",
    "CreateSecret",
    "DeleteResourcePolicy",
    "DeleteSecret",
    "PutResourcePolicy",
    "RemoveRegionsFromReplication",
    "ReplicateSecretToRegions",
    "RestoreSecret",
    "RotateSecret",
    "StopReplicationToReplica",
    "TagResource",
    "UntagResource",
    "UpdateSecret",
  ]),
};

const secretDeletions: EventRule = {
  name: "secret-deletions",
  description: "Secrets Manager deletes a secret at the end of its recovery window, or calls it off",
  pattern: serviceEvents("secretsmanager", [
    "CancelSecretVersionDelete",
    "EndSecretVersionDelete",
    "SecretVersionDeletion",
    "StartSecretVersionDelete",
  ]),
};

const projects: EventRule = {
  name: "projects",
  description: "A CodeBuild project was created, changed or deleted",
  pattern: calls("codebuild", ["CreateProject", "DeleteProject", "UpdateProject"]),
};

const noFailure = [{ "anything-but": statusesOfNoFailure }];

/**
 * Both fields of a phase are meant of the same one: so Event Ruler reads it. Should EventBridge not, it delivers builds that
 * failed later, too, and core ignores them. https://github.com/aws/event-ruler#array-consistency
 */
const builds: EventRule = {
  name: "builds",
  description: "A build failed while provisioning, where its image is pulled",
  pattern: {
    source: ["aws.codebuild"],
    "detail-type": ["CodeBuild Build State Change"],
    detail: {
      "build-status": noFailure,
      "additional-information": {
        phases: { "phase-type": ["PROVISIONING"], "phase-status": noFailure },
      },
    },
  },
};

const keys: EventRule = {
  name: "keys",
  description: "A key's policy, state, material or alias changed",
  pattern: calls("kms", [
    "CancelKeyDeletion",
    "DeleteImportedKeyMaterial",
    "DisableKey",
    "EnableKey",
    "ImportKeyMaterial",
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
    "UpdateAlias",
  ]),
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/ct-deleteexpiredkeymaterial.html */
const keyMaterial: EventRule = {
  name: "key-material",
  description: "Imported key material expired",
  pattern: serviceEvents("kms", ["DeleteExpiredKeyMaterial"]),
};

/** UntagRole is heard whatever its keys: no record of it was found, so how they are written is unverified. */
const roles: EventRule = {
  name: "roles",
  description: "A role is gone or lost a tag; its trust policy or permissions boundary changed",
  pattern: calls("iam", [
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "PutRolePermissionsBoundary",
    "UntagRole",
    "UpdateAssumeRolePolicy",
  ]),
};

/** A role made anew under the name of one that projects use; whom CodeBuild may not assume, no build can use. */
const newRoles: EventRule = {
  name: "new-roles",
  description: "A role was made that CodeBuild may assume",
  pattern: calls("iam", ["CreateRole"], {
    assumeRolePolicyDocument: [{ wildcard: "*codebuild.amazonaws.com*" }],
  }),
};

/** Whole accounts have their roles tagged at once: only pullpass's own tags are worth a look at every project. */
const roleTags = (settings: RuleSettings): EventRule => ({
  name: "role-tags",
  description: "A tag of pullpass's was put on a role",
  pattern: calls("iam", ["TagRole"], { tags: { key: ownTags(settings) } }),
});

/** Role policies change all day in a busy account; only pullpass's own are its business. */
const rolePolicies = ({ policyName }: RuleSettings): EventRule => ({
  name: "role-policies",
  description: "Someone else changed or deleted pullpass's own inline policy",
  pattern: calls("iam", ["DeleteRolePolicy", "PutRolePolicy"], {
    policyName: [{ prefix: `${policyName}-` }],
  }),
});

const managedPolicies: EventRule = {
  name: "managed-policies",
  description: "A managed policy was attached to a role or detached, or has another default version",
  pattern: calls("iam", ["AttachRolePolicy", "DetachRolePolicy", "SetDefaultPolicyVersion"]),
};

const policyVersions: EventRule = {
  name: "policy-versions",
  description: "A managed policy has a new default version",
  pattern: calls("iam", ["CreatePolicyVersion"], { setAsDefault: [true] }),
};

/** How the ARNs begin whose tags matter. Resources are tagged in their own Region, and roles in IAM's. */
function taggedArns(
  kinds: Kinds,
  { partition, account, region }: RuleSettings,
): readonly { readonly prefix: string }[] {
  return [
    ...(kinds.secrets ? [`arn:${partition}:secretsmanager:${region}:${account}:secret:`] : []),
    ...(kinds.projects ? [`arn:${partition}:codebuild:${region}:${account}:project/`] : []),
    ...(kinds.roles ? [`arn:${partition}:iam::${account}:role/`] : []),
  ].map((prefix) => ({ prefix }));
}

/** Keys of IAM's tags are the same whatever their case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const ownTags = ({ tagPrefix }: RuleSettings) => [{ prefix: { "equals-ignore-case": tagPrefix } }];

/** Needs no trail. https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html */
const tagChanges = (settings: RuleSettings, resources: readonly unknown[]): EventRule => ({
  name: "tag-changes",
  description: "A tag of pullpass's changed on a secret, project or role, by whichever API",
  pattern: {
    source: ["aws.tag"],
    "detail-type": ["Tag Change on Resource"],
    resources,
    detail: { "changed-tag-keys": ownTags(settings) },
  },
});

/** The tags that TagResources sets are members of an object, whose names no pattern can match in part. */
const tagEditor = (resourceARNList: readonly unknown[]): EventRule => ({
  name: "tag-editor",
  description: "Tag Editor changed tags of a secret, project or role",
  pattern: calls("tagging", ["TagResources", "UntagResources"], { resourceARNList }),
});
