import { ParameterNotFound } from "@aws-sdk/client-ssm";
import type { Sandbox } from "../../sandbox.ts";
import type { Call, Permission, Place } from "../../service.ts";

/** A parameter as it is stored. */
export interface StoredParameter {
  readonly name: string;
  readonly type: "String" | "StringList";
  readonly value: string;
  readonly version: number;
  readonly changedAt: Date;
}

/** The parameters of that account in that Region, by name. */
export function parameterStore(sandbox: Sandbox, place: Place): Map<string, StoredParameter> {
  return sandbox.store(`ssm:${place.account}:${place.region}`, () => new Map());
}

/** A name that begins with a slash has one slash in its ARN. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html */
export function parameterArn(name: string, { place }: Pick<Call, "place">): string {
  return `arn:${place.partition}:ssm:${place.region}:${place.account}:parameter/${name.replace(/^\//, "")}`;
}

export function parameterPermission(action: string, name: string | undefined, call: Call): Permission {
  return { action: `ssm:${action}`, resource: parameterArn(name ?? "", call) };
}

/** @throws ParameterNotFound */
export function requireParameter(name: string | undefined, { sandbox, place }: Call): StoredParameter {
  const found = parameterStore(sandbox, place).get(name ?? "");
  if (found) return found;
  throw new ParameterNotFound({ message: "UnknownError", $metadata: {} });
}
