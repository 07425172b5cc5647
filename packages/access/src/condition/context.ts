/** The condition keys of a request, looked up as IAM does: without regard to case. */
import type { RequestContext } from "../types.ts";

export type Context = ReadonlyMap<string, ContextValue>;

/** `many`: the key can have many values, even if it now has one. */
export interface ContextValue {
  readonly many: boolean;
  readonly values: readonly string[];
}

export function contextOf(request: RequestContext): Context {
  return new Map(
    Object.entries(request).map(([key, value]) => [
      key.toLowerCase(),
      typeof value === "string" ? { many: false, values: [value] } : { many: true, values: value },
    ]),
  );
}
