/** One write to AWS, and what it says about the change that it makes. */
import { Refused } from "../errors.ts";

export type Attempt<Result = void> =
  | { readonly kind: "done"; readonly result: Result }
  /** For good: recorded as failed, and not tried again. */
  | { readonly kind: "refused"; readonly error: Refused }
  /** Whether it took effect is open: the change stays planned, and the retry settles it. */
  | { readonly kind: "unsettled"; readonly error: unknown };

/** Never throws. */
export async function attempt<Result>(write: () => Promise<Result>): Promise<Attempt<Result>> {
  try {
    return { kind: "done", result: await write() };
  } catch (error) {
    return error instanceof Refused ? { kind: "refused", error } : { kind: "unsettled", error };
  }
}
