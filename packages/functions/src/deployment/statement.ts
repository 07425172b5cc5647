/** What the statements of a function's role are made of. */
import type { Reach } from "@pullpass/core";

export interface PermissionStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Where the deployment's own things are, and which roles it may touch. */
export interface Deployed extends Reach {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly tableArn: string;
  readonly queueArn: string;
  /** The line of the sweep's work. */
  readonly sweepQueueArn: string;
  /** Where invocations and notices end that failed for good. */
  readonly deadEventsArn: string;
  readonly topicArn: string;
  /** The topic for chats, where there is one. */
  readonly chatTopicArn?: string;
  readonly busArn: string;
  /** Whether the sweep reads roles and secrets in bulk. */
  readonly bulkReads: boolean;
  /** Whether notify sends a summary of what is open. */
  readonly summary: boolean;
  /** Whether builds are started again. */
  readonly retryBuilds: boolean;
  readonly ownRoleArns: readonly string[];
  /** How the keys of the consent tags begin. */
  readonly tagPrefix: string;
}

export const allow = (Action: readonly string[], Resource: readonly string[]): PermissionStatement => ({
  Effect: "Allow",
  Action,
  Resource,
});

export const projectArns = ({ partition, account, region }: Deployed) =>
  `arn:${partition}:codebuild:${region}:${account}:project/*`;
