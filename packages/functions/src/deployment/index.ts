export { plainlyReserved, reservedByDefault, reservedFor } from "./concurrency.ts";
export {
  askedBy,
  type EventRule,
  eventRules,
  forwardingRules,
  iamRegionOf,
  type RuleSettings,
} from "./events.ts";
export * as forms from "./forms.ts";
export { type FunctionName, permissions } from "./permissions.ts";
export { reachedRoles } from "./role-permissions.ts";
export type { Deployed, PermissionStatement } from "./statement.ts";
export { summaryEvent, summarySchedules } from "./summary.ts";
export {
  reconcileSeconds,
  sweepRolesPerSecond,
  sweepSeconds,
  workDeliveriesMax,
  workHiddenSeconds,
} from "./work-queue.ts";
