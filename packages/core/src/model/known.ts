/** What was read, what is certainly not there, and what nobody could read. Plans fail closed on `unknown`. */
import type { Refusal } from "./refusal.ts";

export type Known<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "absent" }
  | {
      readonly kind: "unknown";
      readonly reason: string;
      /** Why another try would meet the same; left out where it may pass by itself. */
      readonly refusal?: Refusal;
    };
