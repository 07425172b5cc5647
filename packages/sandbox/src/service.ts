/** What a service of the sandbox is: its SDK module, and per operation what IAM is asked and what happens. */
import type { KeyGrant } from "@pullpass/access";
import type { Constraints } from "./constraints/constraints.ts";
import type { Sandbox } from "./sandbox.ts";

/** Where a call arrives. For global services (IAM, STS) `region` is the one the caller signed for. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/**
 * Who calls. `roleArn` is set for the sessions of a role; an administrator passes every check. A service acts for the
 * account, and for the resource `sourceArn` where there is one: a rule, a topic.
 */
export type Caller =
  | { readonly kind: "administrator"; readonly arn: string; readonly account: string }
  | { readonly kind: "role"; readonly arn: string; readonly roleArn: string; readonly account: string }
  | { readonly kind: "user"; readonly arn: string; readonly account: string }
  | {
      readonly kind: "service";
      readonly service: string;
      readonly account: string;
      readonly sourceArn?: string;
    };

/** One question to IAM. `resourcePolicy` is the JSON text of the policy on the resource, where it has one. */
export interface Permission {
  /** `secretsmanager:GetSecretValue` */
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly resourcePolicy?: string;
  /** The grants on a KMS key. */
  readonly grants?: readonly KeyGrant[];
  /** Condition keys that this call adds, e.g. `secretsmanager:SecretId`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** One call on its way through the account. */
export interface Call {
  readonly place: Place;
  readonly caller: Caller;
  readonly service: string;
  readonly operation: string;
  readonly requestId: string;
  readonly now: Date;
  readonly sandbox: Sandbox;
  /** The AWS service this call is made through on behalf of the caller, e.g. `secretsmanager.eu-central-1.amazonaws.com`. */
  readonly viaService?: string;
  /** `http://127.0.0.1:4599` when the call came over a socket. */
  readonly endpoint?: string;
}

export interface Operation<Input, Output> {
  /** What the caller needs; asked before `run`. May throw the SDK's NotFound errors. */
  permissions(input: Input, call: Call): readonly Permission[];
  run(input: Input, call: Call): Output | Promise<Output>;
  /** Present on writes: the members of the CloudTrail record, as sparse as the real ones. */
  trail?(input: Input, output: Output, call: Call): TrailMembers;
}

export interface TrailMembers {
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
  readonly resources?: readonly unknown[];
}

/** One AWS service; `Sdk` is the module `@aws-sdk/client-…`, whose schemas are the wire. */
export interface Service {
  /** The name in the signature's credential scope: `codebuild`, `secretsmanager`, `iam`, `kms`, `events`, … */
  readonly signingName: string;
  readonly eventSource: string;
  readonly sdk: Readonly<Record<string, unknown>>;
  /** Makes an SDK client; only its `config.protocol` and `config.protocolSettings` are read. */
  readonly client: () => { readonly config: unknown };
  readonly operations: Readonly<Record<string, Operation<never, unknown>>>;
  /** What every input must be before it is looked at. */
  readonly constraints?: Constraints;
  /** Called once, when the sandbox takes the service on. */
  readonly start?: (sandbox: Sandbox) => void;
}
