/** Every probe, and every guess that none is for. */
import type { Probe } from "../probe.ts";
import { boolVariable, grantAndBoundary, notResource, serviceRolePath, twoReasons } from "./access.ts";
import { busWithoutRole, patternStrictness, records, tagEvents } from "./events.ts";
import { busPolicies, keyPolicies, rolePolicies, trustPolicies } from "./policies.ts";
import { passRole, projectWords, roleByName, updateConditions, updateProject } from "./projects.ts";
import { credentialForms, credentialValues, pullWords, sessionKeys } from "./pulls.ts";
import { createSecretRight, secretKeys, secretWords } from "./secrets.ts";

/** What costs nothing comes first, what takes long last. */
export const probes: readonly Probe[] = [
  patternStrictness,
  busPolicies,
  busWithoutRole,
  serviceRolePath,
  rolePolicies,
  trustPolicies,
  keyPolicies,
  secretWords,
  secretKeys,
  updateProject,
  roleByName,
  projectWords,
  passRole,
  updateConditions,
  notResource,
  boolVariable,
  twoReasons,
  createSecretRight,
  grantAndBoundary,
  pullWords,
  sessionKeys,
  credentialForms,
  credentialValues,
  tagEvents,
  records,
];

export interface NotProbed {
  readonly file: string;
  readonly guess: string;
  /** Why no probe asks, and what would settle it. */
  readonly why: string;
}

export const notProbed: readonly NotProbed[] = [
  {
    file: "packages/core/src/aws/security-hub.ts",
    guess: "a code of a failed finding that is none of access, rate or server is the finding's own fault",
    why: "It takes an account with Security Hub CSPM enabled, which costs; a finding that is too large, beside a good one, would show it.",
  },
  {
    file: "packages/sandbox/src/services/security-hub/batch-import-findings.ts",
    guess: "a finding that is no newer than the one that is there counts as imported",
    why: "It takes an account with Security Hub CSPM enabled, which costs; nothing of pullpass hangs on it.",
  },
  {
    file: "packages/sandbox/src/services/security-hub/input-refusal.ts",
    guess:
      "Security Hub refuses a malformed input with InvalidInputException, in the words of other services",
    why: "Nothing of pullpass hangs on the words; a call without findings would show them.",
  },
  {
    file: "packages/functions/src/deployment/permissions.ts",
    guess: "the leading key of a query of an index is the index's own",
    why: "The summary is sent either way; the query of another Region's name, which has to be refused, would settle it.",
  },
  {
    file: "packages/sandbox/src/services/codebuild/retry-build.ts",
    guess: "RetryBuild runs with the settings of the build, and not with those of its project",
    why: "Nothing of pullpass hangs on it: a build is started again only where it pulls with either.",
  },
  {
    file: "docs/adr/0013-one-deployment-in-a-region.md",
    guess: "CloudFormation refuses a second deployment's parameter",
    why: "It takes two deployments of pullpass; deploying twice under two names would show it.",
  },
  {
    file: "packages/functions/src/deployment/work-queue.ts",
    guess: "fifteen reads of IAM a second leave room for others",
    why: "Finding it out would mean to be throttled on purpose, in an account that others use.",
  },
  {
    file: "packages/core/src/apply/normalizations.ts",
    guess: "CodeBuild takes eight updates of projects at a time",
    why: "Finding it out would mean to be throttled on purpose, in an account that others use.",
  },
  {
    file: "docs/sandbox.md",
    guess: "lengths count characters outside the Basic Multilingual Plane once",
    why: "Nothing of pullpass sends such names; a name at its limit with one would show it.",
  },
  {
    file: "packages/cli/src/render/audit/html/console-links.ts",
    guess: "where the console of the European Sovereign Cloud is",
    why: "It takes an account there.",
  },
  {
    file: "packages/core/src/model/secret-value.ts",
    guess: "CodeBuild minds the case of the names in a registry secret",
    why: "It takes a pull that succeeds, with a login to a registry that is real; such a secret in a build would show it.",
  },
  {
    file: "packages/core/src/observe/just-written.ts",
    guess: "how long IAM shows what was there before a write",
    why: "No single look tells a bound; reads of a role after its writes, for days, would.",
  },
  {
    file: "packages/functions/src/deployment/update-permission.ts",
    guess: "the key of a structure of UpdateProject is there whenever one of its members' is",
    why: "Both are named, so nothing hangs on it; a request with one member under a policy for the structure would show it.",
  },
  {
    file: "packages/sandbox/src/request-context.ts",
    guess: "the kms:Decrypt of Secrets Manager carries no codebuild:ProjectArn",
    why: "It takes a build with a key whose policy asks for it; `session-keys` shows what the pull itself carries.",
  },
  {
    file: "packages/sandbox/src/services/secrets-manager/label-event.ts",
    guess: "a secret that is made with a value raises no event about its label",
    why: "Nothing hangs on it: the call that makes the secret is an event of its own.",
  },
  {
    file: "packages/sandbox/src/services/secrets-manager/list-secrets.ts",
    guess: "own keys are shown by their ARN in ListSecretVersionIds",
    why: "pullpass asks KMS for whatever is named there, in each form; ListSecretVersionIds of such a secret would show it.",
  },
  {
    file: "packages/sandbox/src/services/secrets-manager/permission.ts",
    guess: "another account is not told which secrets there are",
    why: "It takes a second account.",
  },
  {
    file: "packages/sandbox/src/services/kms/retire-grant.ts",
    guess: "the words of a grant that cannot be retired, and the record of one that is",
    why: "Nothing of pullpass reads them; one refused call each, and a live RetireGrant, would show them.",
  },
  {
    file: "packages/sandbox/src/services/kms/key-material.ts",
    guess: "the words for a date of the past",
    why: "It takes imported key material; nothing of pullpass reads the words.",
  },
  {
    file: "packages/sandbox/src/services/iam/aws-managed-policies.ts",
    guess: "ARNs of AWS's managed policies name their partition",
    why: "Run in another partition, GetPolicyVersion would settle it.",
  },
  {
    file: "packages/sandbox/src/services/events/put-events.ts",
    guess: "an event put on another account's bus is not sent on",
    why: "It takes a third account.",
  },
  {
    file: "packages/sandbox/src/services/codebuild/webhook-rules.ts",
    guess: "the words of refused webhooks",
    why: "It takes a repository with a connection; nothing of pullpass reads the words.",
  },
  {
    file: "packages/sandbox/src/request-rates/quotas.ts",
    guess: "request rates that are not on AWS's pages",
    why: "Finding them out would mean to be throttled on purpose, in an account that others use.",
  },
  {
    file: "packages/sandbox/src/services/organizations/input-refusal.ts",
    guess: "the code before the words of a constraint",
    why: "Nothing of pullpass reads it; ListParents with a wrong id, by an administrator of an organization, would show it.",
  },
  {
    file: "packages/functions/src/deployment/event-patterns.ts",
    guess: "how a record of UntagRole writes its keys",
    why: "The rule hears it whatever they are; `records` shows TagRole's.",
  },
  {
    file: "packages/core/src/diagnose/image-verdict.ts",
    guess: "Lambda compute and instances take no registry credential",
    why: "It takes a fleet, or a build on Lambda compute, and costs more than the answer is worth.",
  },
  {
    file: "packages/core/src/decode/tag-editor.ts",
    guess: "what UntagResources records, and whether the service records it too",
    why: "Both are read, and the second look finds nothing to do.",
  },
  {
    file: "packages/core/src/decode/tags.ts",
    guess: "Secrets Manager, CodeBuild and IAM raise the event about tags",
    why: "`tag-events` asks for it; its answer is not tied to this file.",
  },
  {
    file: "packages/core/src/aws/codebuild.ts",
    guess: "what UpdateProject does with omitted members of the environment",
    why: "`update-project` asks for it; all members are sent, whatever the answer.",
  },
  {
    file: "packages/core/src/aws/secret-lists.ts",
    guess: "whether a list shows that a secret has no value",
    why: "It is asked of DescribeSecret where the list does not tell.",
  },
  {
    file: "packages/core/src/model/ecr-host.ts",
    guess: "the dual-stack host of ECR Public, and host names of ECR in the isolated partitions",
    why: "No API of the account tells host names; Amazon ECR's pages would.",
  },
  {
    file: "packages/core/src/policy/role-policy.ts",
    guess: "kms:ViaService in China ends in amazonaws.com",
    why: "An account in China would have to decrypt under a customer managed key; run there, `session-keys` shows it.",
  },
  {
    file: "packages/core/src/decode/decode.ts",
    guess: "China's Regions send the same detail types",
    why: "Run in a Region of China, `records` finds the type that is expected or nothing.",
  },
  {
    file: "packages/sandbox/src/trail.ts",
    guess: "IAM's events outside the partition aws appear in one Region",
    why: "Run in that Region of the partition, `records` asks for TagRole.",
  },
  {
    file: "docs/operations.md",
    guess: "IAM's events outside the partition aws appear in one Region",
    why: "Run in that Region of the partition, `records` asks for TagRole.",
  },
  {
    file: "packages/sandbox/src/functions/map-stream.ts",
    guess: "how long Lambda waits before it reads a stream's batch again",
    why: "It needs a table, a function and an hour; nothing of pullpass depends on the time.",
  },
  {
    file: "packages/sandbox/src/services/sns/topic-attribute-rules.ts",
    guess: "which of several faults SNS names in a topic's policy",
    why: "Nothing of pullpass reads it; SetTopicAttributes with two faults would show.",
  },
  {
    file: "packages/sandbox/src/services/sns/subscribe.ts",
    guess: "the words for a wrong address or URL",
    why: "Nothing of pullpass reads them; a subscription to each would show them.",
  },
  {
    file: "packages/sandbox/src/services/cloudtrail/find-trail.ts",
    guess: "the words in which a trail is not changed from another Region",
    why: "It takes a trail, which an account may have for other reasons; StopLogging from another Region would show them.",
  },
  {
    file: "packages/sandbox/src/wire/lossless-json.ts",
    guess: "the words for a date or bytes of the wrong type",
    why: "The AWS SDK does not send them; nothing of pullpass reads them.",
  },
];
