import type { Violation } from "../../constraints/violations.ts";
import { validationErrors } from "../../constraints/words.ts";
import { invalidInput } from "./errors.ts";

/**
 * The one code for wrong input that its API reference lists. That it stands before these words is unverified: a call with
 * a compute type that there is not would settle it.
 */
export function refuseInput(violations: readonly Violation[]): Error {
  return invalidInput(validationErrors(violations));
}
