import type { Violation } from "../../constraints/violations.ts";
import { validationErrors } from "../../constraints/words.ts";
import { awsError } from "../../errors.ts";

/**
 * Its own code, which is not listed with the common ones; that it stands for every constraint is unverified: a call with a
 * wrong id would settle it. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
 */
export function refuseInput(violations: readonly Violation[]): Error {
  return awsError("InvalidInputException", validationErrors(violations));
}
