export { type EventRule, eventRules, forwardingRules } from "./events.ts";
export { type Deployed, type FunctionName, permissions, type Statement } from "./permissions.ts";
