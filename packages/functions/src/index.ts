/** The Lambda functions, to be made with any environment. */
export type { ClientOverride, ClientOverrides } from "@pullpass/core/aws";
export { type Config, type Environment, InvalidConfiguration, readConfig } from "./config.ts";
export { type CredentialsResult, createCredentials } from "./credentials.ts";
export type { BatchResponse } from "./fifo-batch.ts";
export { createIngest, type IngestResult } from "./ingest.ts";
export type { Handler, InvocationContext } from "./middleware.ts";
export { createNotify } from "./notify.ts";
export type { Overrides } from "./overrides.ts";
export { createReconcile } from "./reconcile.ts";
export { createRegistry, type RegistryResult } from "./registry.ts";
export { createSecurityHub } from "./securityhub.ts";
export { createSweep, type SweepResult } from "./sweep.ts";
