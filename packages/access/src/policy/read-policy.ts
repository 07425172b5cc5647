import { InvalidPolicy } from "./invalid-policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";

/** The policy, or what keeps the document from being one. A document is read once, however often it is asked about. */
export function readPolicy(document: unknown): Policy | InvalidPolicy {
  if (typeof document !== "object" || document === null) return readAnew(document);
  const known = memoized.get(document) ?? readAnew(document);
  memoized.set(document, known);
  return known;
}

const memoized = new WeakMap<object, Policy | InvalidPolicy>();

function readAnew(document: unknown): Policy | InvalidPolicy {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (error instanceof InvalidPolicy) return error;
    throw error;
  }
}
