/** May this principal do this to that? IAM's evaluation logic, offline. */
export { evaluate } from "./evaluate.ts";
export { type KeyQuestion, keyPolicyDelegates } from "./key-policy-delegates.ts";
export { InvalidPolicy } from "./policy/invalid-policy.ts";
export { parsePolicy } from "./policy/parse-policy.ts";
export type { Policy } from "./policy/policy.ts";
export { trustAllows } from "./trust-allows.ts";
export type {
  AccessRequest,
  Decision,
  KeyGrant,
  Layer,
  LayerName,
  NamedPolicy,
  PolicySet,
  Principal,
  RequestContext,
  StatementReference,
} from "./types.ts";
export type { Fault, FaultCode, PolicyKind } from "./validate/fault.ts";
export { sizeInIam } from "./validate/limits.ts";
export { validatePolicy } from "./validate/validate-policy.ts";
