/** The public names, in the order of the arrow. */

export { type DecodeOptions, decodeEvent } from "./decode/decode.ts";
export { AccessDenied, AwsFailure, NotFound, Refused, Throttled, Unavailable } from "./errors.ts";
export { type Ingested, type IngestPorts, ingest } from "./ingest.ts";
export { noticesFromStream } from "./ledger/stream.ts";
export { type TableDefinition, tableDefinition, ttlAttribute } from "./ledger/table.ts";
export { parseRoleArn, type RoleArn } from "./model/arn.ts";
export { type ImageReference, InvalidImageReference, parseImageReference } from "./model/image.ts";
export type { Cause, Ignored, Trigger } from "./model/trigger.ts";
export type { Work } from "./model/work.ts";
export type { Notice } from "./notice/notice.ts";
export { notify } from "./notify.ts";
export { observe } from "./observe/observe.ts";
export type { Snapshot } from "./observe/snapshot.ts";
export type { Plan } from "./plan/decided.ts";
export { plan } from "./plan/plan.ts";
export type { Settings } from "./plan/settings.ts";
export { type AsCode, asCode, type Proposed } from "./policy/as-code.ts";
export type * from "./ports.ts";
export { Incomplete, type Reconciled, reconcile } from "./reconcile.ts";
export { type Scoped, scope } from "./scope/scope.ts";
export { type SweepPorts, sweep } from "./sweep.ts";
