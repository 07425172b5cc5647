/**
 * What pullpass listens to: EventBridge patterns for every event that core decodes, as narrow as what is documented of
 * the records allows. Every rule pins the account: what others put on the bus is not heard. Which consent a tag gives is
 * never matched here: core reads the tags themselves.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
import { globalRegionOf, partitionOf } from "@pullpass/core";
import {
  builds,
  type EventRule,
  keyMaterial,
  keys,
  managedPolicies,
  newRoles,
  policyVersions,
  projects,
  type RuleSettings,
  rolePolicies,
  roles,
  roleTags,
  secretDeletions,
  secretLabels,
  secrets,
  tagChanges,
  tagEditor,
} from "./event-patterns.ts";

export type { EventRule, RuleSettings };

/** The rules on the default bus of a deployment's own Region; those of keys only where it reads keys. */
export function eventRules(settings: RuleSettings, { kms }: { readonly kms: boolean }): readonly EventRule[] {
  return rulesFor({ secrets: true, projects: true, keys: kms, roles: true }, settings);
}

/** The rules, by name, whose events are also a reason to look at registries; of the same projects in the same Region. */
const registriesMayChange: ReadonlySet<string> = new Set([projects.name, builds.name]);

/** The same, of the logins that projects pull with: a value is checked as soon as it is another. */
const loginsMayChange: ReadonlySet<string> = new Set([...registriesMayChange, secretLabels.name]);

/** Whom the rule wakes beside `ingest`, of the functions that ask registries. */
export function askedBy<T>(
  rule: string,
  { registry, credentials }: { readonly registry: T | undefined; readonly credentials: T | undefined },
): readonly T[] {
  const asked = [
    ...(registriesMayChange.has(rule) ? [registry] : []),
    ...(loginsMayChange.has(rule) ? [credentials] : []),
  ];
  return asked.filter((each) => each !== undefined);
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
  const partition = partitionOf(region);
  return partition === "aws-cn" ? "cn-north-1" : globalRegionOf(partition);
}

interface Kinds extends ForwardedKinds {
  readonly projects: boolean;
}

function rulesFor(kinds: Kinds, settings: RuleSettings): readonly EventRule[] {
  const tagged = taggedArns(kinds, settings);
  const rules = [
    ...(kinds.secrets ? [secrets, secretDeletions, secretLabels] : []),
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
