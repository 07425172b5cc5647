/** One call on its way through the account: hooks, request rates, the model's constraints, IAM, the operation, the trail, the record. */
import { channel } from "node:diagnostics_channel";
import { authorize } from "./authorize.ts";
import { requireConstraints } from "./constraints/require-constraints.ts";
import { awsError, LostReply } from "./errors.ts";
import { isGlobal } from "./global-services.ts";
import { throttle } from "./request-rates/throttle.ts";
import type { From, Hook, RecordedCall, Sandbox } from "./sandbox.ts";
import { findServed } from "./served.ts";
import type { Call, Operation, Permission, Service } from "./service.ts";
import { trailEvents } from "./trail.ts";
import { protocolOf } from "./wire/protocol-of.ts";

/** What calls leave behind, and who looks on. */
export interface CallLog {
  readonly calls: RecordedCall[];
  readonly before: readonly Hook[];
  readonly after: readonly Hook[];
}

/** Every call to every sandbox of the process, as it comes in: for whoever watches all of them. */
const everyCall = channel("pullpass-sandbox:call");

/**
 * Carries out a call.
 * @throws the service's exception, a `before` hook's error, or LostReply for that of an `after` hook
 */
export async function dispatch(
  sandbox: Sandbox,
  log: CallLog,
  [serviceName, operationName, input]: readonly [service: string, operation: string, input: unknown],
  from: From,
): Promise<unknown> {
  const service = await findService(sandbox, serviceName);
  const operation = findOperation(service, operationName);
  const call = callOf(sandbox, service, operationName, from);
  everyCall.publish({ service: call.service, operation: operationName, input });
  const seen = { service: serviceName, operation: operationName, input, from };
  const permissions: Permission[] = [];
  let outcome = "ok";
  try {
    for (const hook of log.before) await hook(seen);
    requireRegion(sandbox, service, from);
    const output = await perform(
      operation,
      input,
      { ...call, now: sandbox.clock.now() },
      service,
      permissions,
    );
    return await reply(output, log, seen);
  } catch (error) {
    if (!(error instanceof LostReply)) outcome = error instanceof Error ? error.name : String(error);
    throw error;
  } finally {
    log.calls.push(recordOf(call, permissions, outcome));
  }
}

type AnyOperation = Operation<unknown, unknown>;

async function perform(
  operation: AnyOperation,
  input: unknown,
  call: Call,
  service: Service,
  asked: Permission[],
): Promise<unknown> {
  const raise = (result: { readonly output: unknown } | { readonly error: unknown }) => {
    for (const event of trailEvents(operation, input, call, service, result, asked)) call.sandbox.emit(event);
  };
  let output: unknown;
  try {
    throttle(call, service);
    requireConstraints(service, call.operation, input);
    asked.push(...operation.permissions(input, call));
    for (const permission of asked) authorize(permission, call, service);
    output = await operation.run(input, call);
  } catch (error) {
    raise({ error });
    throw error;
  }
  raise({ output });
  return output;
}

async function reply(output: unknown, log: CallLog, seen: Parameters<Hook>[0]): Promise<unknown> {
  try {
    for (const hook of log.after) await hook(seen);
  } catch (error) {
    throw new LostReply(error);
  }
  return output;
}

async function findService(sandbox: Sandbox, name: string): Promise<Service> {
  const service = await findServed(sandbox, name);
  if (service) return service;
  throw awsError("UnknownOperationException", `The sandbox does not serve ${name}.`, 501);
}

function findOperation(service: Service, name: string): AnyOperation {
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (operation) return operation as AnyOperation;
  const message = `The sandbox does not serve ${service.signingName}:${name}. It serves: ${Object.keys(service.operations).join(", ")}.`;
  throw awsError("UnknownOperationException", message, 501);
}

function callOf(sandbox: Sandbox, service: Service, operation: string, from: From): Call {
  return {
    place: from.place,
    caller: from.caller,
    service: service.signingName,
    operation,
    requestId: from.requestId ?? sandbox.ids.uuid(),
    now: sandbox.clock.now(),
    sandbox,
    ...(from.viaService !== undefined && { viaService: from.viaService }),
    ...(from.endpoint !== undefined && { endpoint: from.endpoint }),
  };
}

/** AWS answers so for a Region that an account has not switched on; some services are the same in every Region. */
function requireRegion(sandbox: Sandbox, service: Service, { place: { region } }: From): void {
  if (isGlobal(service) || sandbox.regions.includes(region)) return;
  const message = `The Region ${region} is not switched on in this sandbox. These are: ${sandbox.regions.join(", ")}.`;
  throw protocolOf(service).family === "query"
    ? awsError("InvalidClientTokenId", message, 403)
    : awsError("UnrecognizedClientException", message);
}

function recordOf(call: Call, permissions: readonly Permission[], outcome: string): RecordedCall {
  return {
    at: call.now,
    principal: call.caller.kind === "service" ? call.caller.service : call.caller.arn,
    service: call.service,
    operation: call.operation,
    region: call.place.region,
    account: call.place.account,
    permissions: permissions.map(({ action, resource }) => ({ action, resource })),
    outcome,
  };
}
