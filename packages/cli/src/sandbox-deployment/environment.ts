/** What the deployed functions find in their environment. */
import { everyRole } from "@pullpass/core";
import manifest from "../../package.json" with { type: "json" };
import { defaults } from "../command-options.ts";

/** What a deployment in the sandbox decides; everything else is as in a plain deployment. */
export interface Options {
  readonly mode: "apply" | "plan";
  /** Regions in which secrets given by name are looked for, the deployment's own first. */
  readonly searchRegions: readonly string[];
  /** How often the sweep looks at every project. */
  readonly sweepMinutes: number;
  /** For how long notices wait for others of the same event; absent: each goes at once. */
  readonly collectMinutes?: number;
  /** Whether there is a topic for chats, too. */
  readonly chat?: boolean;
  /** When a summary of what is open is sent, as EventBridge has it; absent: never. */
  readonly summarySchedule?: string;
  /** Whether Security Hub gets findings. */
  readonly securityHub?: boolean;
  /** Absent: the sweep reads in bulk. */
  readonly bulkReads?: boolean;
  /** Whether the logins in the secrets are checked. */
  readonly credentialChecks?: boolean;
  /** Whether builds that could not pull are started again, where their project's tag asks for it. */
  readonly retryBuilds?: boolean;
}

/** What one deployment made, as the functions name it. */
export interface Made {
  readonly account: string;
  readonly region: string;
  readonly tableName: string;
  readonly queueUrl: string;
  readonly sweepQueueUrl: string;
  readonly deadEventsUrl: string;
  readonly topicArn: string;
  readonly chatTopicArn: string | undefined;
  readonly ownRoleArns: readonly string[];
}

export function environmentOf(made: Made, options: Options): Readonly<Record<string, string>> {
  return {
    AWS_REGION: made.region,
    PULLPASS_VERSION: manifest.version,
    PULLPASS_ACCOUNT: made.account,
    PULLPASS_TABLE: made.tableName,
    PULLPASS_QUEUE_URL: made.queueUrl,
    PULLPASS_SWEEP_QUEUE_URL: made.sweepQueueUrl,
    PULLPASS_DEAD_EVENTS_URL: made.deadEventsUrl,
    PULLPASS_TOPIC_ARN: made.topicArn,
    PULLPASS_CHAT_TOPIC_ARN: made.chatTopicArn ?? "",
    PULLPASS_BUS: "default",
    PULLPASS_REGISTRY_CHECKS: "on",
    PULLPASS_COLLECT_MINUTES: String(options.collectMinutes ?? 0),
    PULLPASS_BULK_READS: options.bulkReads === false ? "off" : "on",
    PULLPASS_CREDENTIAL_CHECKS: options.credentialChecks === true ? "on" : "off",
    PULLPASS_SECURITY_HUB: options.securityHub === true ? "on" : "off",
    PULLPASS_MODE: options.mode,
    PULLPASS_TAG_PREFIX: defaults.tagPrefix,
    PULLPASS_POLICY_NAME: defaults.policyName,
    PULLPASS_REGIONS: options.searchRegions.join(" "),
    PULLPASS_NORMALIZATION: "all",
    PULLPASS_BIND_GRANTS: "ifExists",
    PULLPASS_SHARED_ROLES: "flag",
    PULLPASS_ROLE_PATTERN: everyRole.rolePattern,
    PULLPASS_ROLE_PATH: everyRole.rolePath,
    PULLPASS_REQUIRED_BOUNDARY: "",
    PULLPASS_REQUIRED_ROLE_TAG: "",
    PULLPASS_PROJECT_PATTERN: "*",
    PULLPASS_RETRY_BUILDS: options.retryBuilds === true ? "on" : "off",
    PULLPASS_OWN_ROLES: made.ownRoleArns.join(" "),
  };
}
