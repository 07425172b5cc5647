import { InvalidPolicy } from "./invalid-policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";

/** The policy, if the document is one. */
export function readPolicy(document: unknown): Policy | undefined {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (error instanceof InvalidPolicy) return undefined;
    throw error;
  }
}
