/** What a service of the sandbox is: its SDK module, and per operation what IAM is asked and what happens. */
import type { Caller, Place } from "./caller.ts";
import type { Constraints } from "./constraints/constraints.ts";
import type { Violation } from "./constraints/violations.ts";
import type { Permission } from "./permission.ts";
import type { Sandbox } from "./sandbox.ts";

export type { Caller, Place, RoleSession } from "./caller.ts";
export type { Permission } from "./permission.ts";

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
  /** Its answer to an input that is not so, where it has a code or words of its own. */
  readonly refuseInput?: (violations: readonly Violation[]) => Error;
  /** Called once, when the sandbox takes the service on. */
  readonly start?: (sandbox: Sandbox) => void;
}
