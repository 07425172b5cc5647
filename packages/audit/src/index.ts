/** The laptop's report: what it is asked, what it reads through, and what it found. */
export { asBuilt, type Override, overridesOf } from "./as-built.ts";
export { audit, auditInRows } from "./audit.ts";
export { auditPorts } from "./aws-ports.ts";
export { causeOf } from "./causes/cause-of.ts";
export { causesOf, type SharedCause } from "./causes/causes.ts";
export { type AuditFilter, filtered } from "./filter.ts";
export { planRole } from "./plan-role.ts";
export type { AuditPorts } from "./ports.ts";
export type { AuditQuestion, Progress } from "./question.ts";
export { readsOfProjects, readsOfView } from "./reads-of-view.ts";
export type * from "./report.ts";
export { nameOfSecret } from "./secret-name.ts";
