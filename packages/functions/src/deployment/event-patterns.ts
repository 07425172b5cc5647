/** The rules one by one: what each listens to. Where they are deployed, and that they pin the account, is in `events.ts`. */
import { pulledLabel, secretLabelUpdated, statusesOfNoFailure } from "@pullpass/core";

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

export const secrets: EventRule = {
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

export const secretDeletions: EventRule = {
  name: "secret-deletions",
  description: "Secrets Manager deletes a secret at the end of its recovery window, or calls it off",
  pattern: serviceEvents("secretsmanager", [
    "CancelSecretVersionDelete",
    "EndSecretVersionDelete",
    "SecretVersionDeletion",
    "StartSecretVersionDelete",
  ]),
};

/** A put value, a label that is moved and a rotation that ends: the value may then be under another key. Needs no trail. */
export const secretLabels: EventRule = {
  name: "secret-labels",
  description: "The label of the value that a pull reads is on another version of a secret",
  pattern: {
    source: ["aws.secretsmanager"],
    "detail-type": [secretLabelUpdated],
    detail: { labelUpdated: [pulledLabel] },
  },
};

export const projects: EventRule = {
  name: "projects",
  description: "A CodeBuild project was created, changed or deleted",
  pattern: calls("codebuild", ["CreateProject", "DeleteProject", "UpdateProject"]),
};

const noFailure = [{ "anything-but": statusesOfNoFailure }];

/**
 * Both fields of a phase are meant of the same one: so Event Ruler reads it. Should EventBridge not, it delivers builds that
 * failed later, too, and core ignores them. https://github.com/aws/event-ruler#array-consistency
 */
export const builds: EventRule = {
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

export const keys: EventRule = {
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
export const keyMaterial: EventRule = {
  name: "key-material",
  description: "Imported key material expired",
  pattern: serviceEvents("kms", ["DeleteExpiredKeyMaterial"]),
};

/** UntagRole is heard whatever its keys: no record of it was found, so how they are written is unverified. */
export const roles: EventRule = {
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
export const newRoles: EventRule = {
  name: "new-roles",
  description: "A role was made that CodeBuild may assume",
  pattern: calls("iam", ["CreateRole"], {
    assumeRolePolicyDocument: [{ wildcard: "*codebuild.amazonaws.com*" }],
  }),
};

/** Whole accounts have their roles tagged at once: only pullpass's own tags are worth a look at every project. */
export const roleTags = (settings: RuleSettings): EventRule => ({
  name: "role-tags",
  description: "A tag of pullpass's was put on a role",
  pattern: calls("iam", ["TagRole"], { tags: { key: ownTags(settings) } }),
});

/** Role policies change all day in a busy account; only pullpass's own are its business. */
export const rolePolicies = ({ policyName }: RuleSettings): EventRule => ({
  name: "role-policies",
  description: "Someone else changed or deleted pullpass's own inline policy",
  pattern: calls("iam", ["DeleteRolePolicy", "PutRolePolicy"], {
    policyName: [{ prefix: `${policyName}-` }],
  }),
});

export const managedPolicies: EventRule = {
  name: "managed-policies",
  description: "A managed policy was attached to a role or detached, or has another default version",
  pattern: calls("iam", ["AttachRolePolicy", "DetachRolePolicy", "SetDefaultPolicyVersion"]),
};

export const policyVersions: EventRule = {
  name: "policy-versions",
  description: "A managed policy has a new default version",
  pattern: calls("iam", ["CreatePolicyVersion"], { setAsDefault: [true] }),
};

/** Keys of IAM's tags are the same whatever their case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const ownTags = ({ tagPrefix }: RuleSettings) => [{ prefix: { "equals-ignore-case": tagPrefix } }];

/** Needs no trail. https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html */
export const tagChanges = (settings: RuleSettings, resources: readonly unknown[]): EventRule => ({
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
export const tagEditor = (resourceARNList: readonly unknown[]): EventRule => ({
  name: "tag-editor",
  description: "Tag Editor changed tags of a secret, project or role",
  pattern: calls("tagging", ["TagResources", "UntagResources"], { resourceARNList }),
});
