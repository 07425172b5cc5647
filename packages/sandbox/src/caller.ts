/** Who calls, and where. */

/** Where a call arrives. For global services (IAM, STS) `region` is the one the caller signed for. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/**
 * Who calls. An administrator passes every check. A service acts for the account, and for the resource `sourceArn` where
 * there is one: a rule, a topic.
 */
export type Caller =
  | { readonly kind: "administrator"; readonly arn: string; readonly account: string }
  | RoleSession
  | { readonly kind: "user"; readonly arn: string; readonly account: string }
  | {
      readonly kind: "service";
      readonly service: string;
      readonly account: string;
      readonly sourceArn?: string;
    };

/** A session of a role, since `issued`; `context` holds the condition keys that the service which assumed it gave it. */
export interface RoleSession {
  readonly kind: "role";
  readonly arn: string;
  readonly roleArn: string;
  readonly account: string;
  readonly issued: Date;
  readonly context?: Readonly<Record<string, string>>;
}
