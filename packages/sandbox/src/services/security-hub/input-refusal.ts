import { InvalidInputException } from "@aws-sdk/client-securityhub";
import type { Violation } from "../../constraints/violations.ts";
import { validationErrors } from "../../constraints/words.ts";

/** Unverified: AWS names this error for an input that its model does not allow, and no page shows the words. */
export function refuseInput(violations: readonly Violation[]): Error {
  return new InvalidInputException({ message: validationErrors(violations), $metadata: {} });
}
