/** An AWS account in memory: what it is made with, and how to reach it. */
export { isObjectRequest, type ObjectRequest } from "./by-objects.ts";
export { type ClientConfig, type ConnectOptions, connect } from "./connect.ts";
export { createSandbox, type SandboxOptions } from "./create.ts";
export { type Dns, dns, isPublicAddress } from "./dns.ts";
export { awsError, LostReply } from "./errors.ts";
export {
  deployFunction,
  type FunctionContext,
  type FunctionSettings,
  type Invocation,
  invocations,
  mapQueue,
  mapStream,
  type QueueMapping,
  removeFunction,
  type StreamMapping,
} from "./functions/index.ts";
export { type Listening, type ListenOptions, listen } from "./http.ts";
export type {
  AccountDefinition,
  LevelDefinition,
  OrganizationDefinition,
  UnitDefinition,
} from "./organization/definition.ts";
export { InvalidOrganization, readOrganization } from "./organization/read-organization.ts";
export { administrator, type Credentials, credentialsFor } from "./principals.ts";
export {
  type AskedImage,
  type AskedRegistry,
  type Registries,
  type Registry,
  type RegistryAnswer,
  type RegistryLogin,
  registries,
} from "./registries.ts";
export type { RequestRates } from "./request-rates/rates.ts";
export type { BusEvent, From, Hook, Ids, RecordedCall, Sandbox, VirtualClock } from "./sandbox.ts";
export type { Call, Caller, Operation, Permission, Place, Service, TrailMembers } from "./service.ts";
export { compilePattern } from "./services/events/pattern/compile.ts";
export { type ArrivedNotice, onNotice } from "./services/sns/on-notice.ts";
export { recordStack, type StackResource, type StackSettings, stackArn } from "./stacks.ts";
