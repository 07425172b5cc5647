/** What a deployment decided, read from the environment when the function starts. */
import { parseRoleArn, roleTagOf, type Settings } from "@pullpass/core";
import * as v from "valibot";
import {
  bindGrants,
  collectMinutesForm,
  collectMinutesMax,
  isRegion,
  mode,
  normalization,
  onOrOff,
  policyName,
  projectPattern,
  region,
  requiredBoundary,
  requiredRoleTag,
  rolePath,
  rolePattern,
  sharedRoles,
  tagPrefix,
  text,
} from "./deployment/forms.ts";

/** A deployment's own things, and its settings. */
export interface Config {
  /** Of pullpass. */
  readonly version: string;
  readonly region: string;
  readonly table: string;
  readonly queueUrl: string;
  /** Where the work of sweeps waits, in a line of its own. */
  readonly sweepQueueUrl: string;
  readonly deadEventsUrl: string;
  readonly topicArn: string;
  /** The topic for chats, where there is one. */
  readonly chatTopicArn: string | undefined;
  readonly bus: string;
  /** For how long notices for people wait for others of the same event. */
  readonly collectMinutes: number;
  /** Whether registries are looked at, and what was seen of them counts. */
  readonly registryChecks: boolean;
  /** Whether the sweep reads roles and secrets in bulk. */
  readonly bulkReads: boolean;
  /** Whether logins are checked, and what was seen of them counts. */
  readonly credentialChecks: boolean;
  /** Whether Security Hub gets findings. */
  readonly securityHub: boolean;
  readonly settings: Settings;
}

/** `process.env`, or what stands in for it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names every variable that is wrong, what it is, and what it takes. */
export class InvalidConfiguration extends Error {
  constructor(problems: readonly string[]) {
    super(`pullpass cannot start: ${problems.join("; ")}`);
    this.name = "InvalidConfiguration";
  }
}

/** Every variable is needed, and none has a default. @throws InvalidConfiguration */
export function readConfig(environment: Environment): Config {
  const read = v.safeParse(Variables, environment);
  if (!read.success) throw new InvalidConfiguration(read.issues.map((issue) => problem(issue, environment)));
  const { output } = read;
  return {
    version: output.PULLPASS_VERSION,
    region: output.AWS_REGION,
    table: output.PULLPASS_TABLE,
    queueUrl: output.PULLPASS_QUEUE_URL,
    sweepQueueUrl: output.PULLPASS_SWEEP_QUEUE_URL,
    deadEventsUrl: output.PULLPASS_DEAD_EVENTS_URL,
    topicArn: output.PULLPASS_TOPIC_ARN,
    chatTopicArn: output.PULLPASS_CHAT_TOPIC_ARN || undefined,
    bus: output.PULLPASS_BUS,
    collectMinutes: output.PULLPASS_COLLECT_MINUTES,
    registryChecks: output.PULLPASS_REGISTRY_CHECKS === "on",
    bulkReads: output.PULLPASS_BULK_READS === "on",
    credentialChecks: output.PULLPASS_CREDENTIAL_CHECKS === "on",
    securityHub: output.PULLPASS_SECURITY_HUB === "on",
    settings: {
      account: output.PULLPASS_ACCOUNT,
      mode: output.PULLPASS_MODE,
      tagPrefix: output.PULLPASS_TAG_PREFIX,
      policyName: output.PULLPASS_POLICY_NAME,
      regions: [...new Set([output.AWS_REGION, ...output.PULLPASS_REGIONS])],
      normalization: output.PULLPASS_NORMALIZATION,
      bindGrants: output.PULLPASS_BIND_GRANTS,
      sharedRoles: output.PULLPASS_SHARED_ROLES,
      rolePattern: output.PULLPASS_ROLE_PATTERN,
      rolePath: output.PULLPASS_ROLE_PATH,
      ...(output.PULLPASS_REQUIRED_BOUNDARY !== "" && {
        requiredBoundary: output.PULLPASS_REQUIRED_BOUNDARY,
      }),
      ...(output.PULLPASS_REQUIRED_ROLE_TAG !== "" && {
        requiredRoleTag: roleTagOf(output.PULLPASS_REQUIRED_ROLE_TAG),
      }),
      projectPattern: output.PULLPASS_PROJECT_PATTERN,
      retryBuilds: output.PULLPASS_RETRY_BUILDS === "on",
      ownRoles: output.PULLPASS_OWN_ROLES,
    },
  };
}

function problem({ path, message }: v.BaseIssue<unknown>, environment: Environment): string {
  const name = String(path?.[0]?.key);
  const value = environment[name];
  const state = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  return `${name} ${state}, and takes ${message}`;
}

/** Words separated by spaces. */
const words = (each: (word: string) => boolean, form: string) =>
  v.pipe(
    v.string(form),
    v.transform((value) => value.split(/\s+/).filter((word) => word !== "")),
    v.check((list) => list.every(each), form),
  );

function isRoleArn(word: string): boolean {
  try {
    parseRoleArn(word);
    return true;
  } catch {
    return false;
  }
}

const fifoQueue = text(/^https?:\/\/\S+\.fifo$/, "the URL of a FIFO queue, which ends in .fifo");

const topic = /^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[\w-]+$/;
const orNoTopic = "the ARN of an SNS topic, or nothing";

const Variables = v.object({
  AWS_REGION: region,
  PULLPASS_VERSION: text(/^[\w.+-]{1,64}$/, "the version of pullpass: 1.2.3"),
  PULLPASS_ACCOUNT: text(/^[0-9]{12}$/, "the account's twelve digits"),
  PULLPASS_TABLE: text(/^[\w.-]{3,255}$/, "the name of a DynamoDB table"),
  PULLPASS_QUEUE_URL: fifoQueue,
  PULLPASS_SWEEP_QUEUE_URL: fifoQueue,
  PULLPASS_DEAD_EVENTS_URL: text(
    /^https?:\/\/\S+(?<!\.fifo)$/,
    "the URL of a queue that is not a FIFO queue",
  ),
  PULLPASS_TOPIC_ARN: text(topic, "the ARN of an SNS topic"),
  PULLPASS_CHAT_TOPIC_ARN: v.union([v.literal(""), text(topic, orNoTopic)], orNoTopic),
  PULLPASS_BUS: text(/^[\w./:-]{1,1600}$/, "the name or ARN of an event bus: default"),
  PULLPASS_REGISTRY_CHECKS: onOrOff,
  PULLPASS_COLLECT_MINUTES: v.pipe(
    text(/^[0-9]{1,3}$/, collectMinutesForm),
    v.transform(Number),
    v.maxValue(collectMinutesMax, collectMinutesForm),
  ),
  PULLPASS_BULK_READS: onOrOff,
  PULLPASS_CREDENTIAL_CHECKS: onOrOff,
  PULLPASS_SECURITY_HUB: onOrOff,
  PULLPASS_MODE: mode,
  PULLPASS_TAG_PREFIX: tagPrefix,
  PULLPASS_POLICY_NAME: policyName,
  PULLPASS_REGIONS: words(isRegion, "Regions separated by spaces: eu-central-1 us-east-1"),
  PULLPASS_NORMALIZATION: normalization,
  PULLPASS_BIND_GRANTS: bindGrants,
  PULLPASS_SHARED_ROLES: sharedRoles,
  PULLPASS_ROLE_PATTERN: rolePattern,
  PULLPASS_ROLE_PATH: rolePath,
  PULLPASS_REQUIRED_BOUNDARY: requiredBoundary.orNothing,
  PULLPASS_REQUIRED_ROLE_TAG: requiredRoleTag.orNothing,
  PULLPASS_PROJECT_PATTERN: projectPattern,
  PULLPASS_RETRY_BUILDS: onOrOff,
  PULLPASS_OWN_ROLES: words(isRoleArn, "ARNs of roles, separated by spaces"),
});
