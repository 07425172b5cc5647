export { type EventRule, eventRules, forwardingRules, iamRegionOf, type RuleSettings } from "./events.ts";
export * as forms from "./forms.ts";
export { type Deployed, type FunctionName, type PermissionStatement, permissions } from "./permissions.ts";
