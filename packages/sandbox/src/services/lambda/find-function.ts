import { ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { type DeployedFunction, functionStore } from "../../functions/state.ts";
import type { Call, Permission } from "../../service.ts";

/** By name, ARN or partial ARN. @throws ResourceNotFoundException */
export function requireFunction(name: string | undefined, call: Call): DeployedFunction {
  const arn = functionArn(name, call);
  const found = functionStore(call.sandbox).get(arn);
  if (found) return found;
  throw notFound(`Function not found: ${arn}`);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
function functionArn(name = "", { place }: Pick<Call, "place">): string {
  if (name.startsWith("arn:")) return name;
  const { partition, region, account } = place;
  const partial = name.includes(":function:") ? name : `${account}:function:${name}`;
  return `arn:${partition}:lambda:${region}:${partial}`;
}

export function functionPermission(action: string, name: string | undefined, call: Call): Permission {
  return { action: `lambda:${action}`, resource: functionArn(name, call) };
}

export function notFound(message: string) {
  return new ResourceNotFoundException({ message, Type: "User", $metadata: {} });
}
