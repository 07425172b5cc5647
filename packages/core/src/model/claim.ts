/** What a deployment writes down of itself in its Region: people's commands find it there, and there is room for one. */
import { isJsonObject } from "./json.ts";

/** The name of the parameter, whatever the deployment's options: one in an account's Region. */
export const claimParameter = "/pullpass/deployment";

export interface RegionClaim {
  /** The name of the ledger's table: each deployment has its own. */
  readonly table: string;
  /** The ARN of its stack; what it is deployed with, where that is no stack. */
  readonly stack: string;
}

/** `undefined` for what pullpass did not write. Members that another version added are read past. */
export function readClaim(text: string): RegionClaim | undefined {
  const { table, stack } = objectIn(text);
  return typeof table === "string" && typeof stack === "string" ? { table, stack } : undefined;
}

function objectIn(text: string) {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
