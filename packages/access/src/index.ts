/** May this principal do this to that? IAM's evaluation logic, offline. */
export { evaluate } from "./evaluate.ts";
export { type EvaluatedInLayers, evaluateInLayers } from "./evaluate-in-layers.ts";
export { effectiveKeyPolicy } from "./policy/effective-key-policy.ts";
export { InvalidPolicy } from "./policy/invalid-policy.ts";
export { parsePolicy } from "./policy/parse-policy.ts";
export type { Policy } from "./policy/policy.ts";
export { readPolicy } from "./policy/read-policy.ts";
export { readLayers } from "./read-layers.ts";
export type {
  AccessRequest,
  Decision,
  Dependency,
  KeyGrant,
  Layer,
  LayerName,
  LayerReading,
  NamedPolicy,
  PolicySet,
  Principal,
  RequestContext,
  StatementReference,
  UnknownContext,
} from "./types.ts";
export type { Fault, FaultCode, PolicyKind } from "./validate/fault.ts";
export { sizeInIam } from "./validate/limits.ts";
export { validatePolicy } from "./validate/validate-policy.ts";
export { type Turning, turnsOn } from "./who-can/turns-on.ts";
export { type Access, type PossibleCaller, type Target, type WhoCan, whoCan } from "./who-can.ts";
