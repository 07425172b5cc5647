import type { Violation } from "../../constraints/violations.ts";
import { validationErrors } from "../../constraints/words.ts";
import { awsError } from "../../errors.ts";
import { missingParameter } from "./errors.ts";

/**
 * The texts: https://github.com/localstack/localstack/blob/main/tests/aws/services/sqs/test_sqs.snapshot.json
 * The enums of its model are the names of attributes.
 */
export function refuseInput(violations: readonly Violation[]): Error {
  const missing = violations.find(({ kind }) => kind === "required");
  if (missing) return missingParameter(missing.member);
  const unknown = violations.find(({ kind }) => kind === "enum");
  if (unknown) return awsError("InvalidAttributeName", `Unknown Attribute ${unknown.culprit}.`);
  return awsError("InvalidParameterValue", validationErrors(violations));
}
