/** One write to AWS, and what it says about the change that it makes. */
import { AwsFailure, refusalOf } from "../errors.ts";
import { mayStillPass, type Refusal } from "../model/refusal.ts";

export type Attempt<Result = void> =
  | { readonly kind: "done"; readonly result: Result }
  /** For good: a finding says so, and it is not tried again before the next look. */
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly words: string }
  /** Whether it took effect is open: the change stays planned, and the retry settles it. */
  | { readonly kind: "unsettled"; readonly error: unknown };

/** `again`: another try is to come soon, so that what may still pass counts as open. Never throws. */
export async function attempt<Result>(
  write: () => Promise<Result>,
  again: boolean,
): Promise<Attempt<Result>> {
  try {
    return { kind: "done", result: await write() };
  } catch (error) {
    const refusal = refusalOf(error);
    const isOpen = refusal === undefined || (again && mayStillPass(refusal));
    if (isOpen || !(error instanceof AwsFailure)) return { kind: "unsettled", error };
    return { kind: "refused", refusal, words: error.message };
  }
}
