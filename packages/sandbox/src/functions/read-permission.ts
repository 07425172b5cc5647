import { awsError } from "../errors.ts";
import { roleSession } from "../principals.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Permission } from "../service.ts";
import { type DeployedFunction, functionStore } from "./state.ts";

/** The function that a mapping is for. @throws ResourceNotFoundException */
export function requireFunction(arn: string, sandbox: Sandbox): DeployedFunction {
  const target = functionStore(sandbox).get(arn);
  if (target) return target;
  throw awsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
}

/** Lambda reads an event source as the function's role, and refuses to map one that the role may not read. @throws InvalidParameterValueException */
export function requireReadable(
  permissions: readonly Permission[],
  target: DeployedFunction,
  sandbox: Sandbox,
): void {
  const caller = roleSession(target.roleArn, target.name, sandbox.clock.now());
  const place = target.place;
  const lacking = permissions.find(
    (permission) => sandbox.decide(permission, { caller, place }).kind !== "allowed",
  );
  if (!lacking) return;
  const [service = "", operation] = lacking.action.split(":");
  throw awsError(
    "InvalidParameterValueException",
    `The provided execution role does not have permissions to call ${operation} on ${service.toUpperCase()}`,
  );
}
