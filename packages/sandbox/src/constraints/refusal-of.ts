/** The error by which a service refuses an input that is not as its model says. */
import { awsError } from "../errors.ts";
import type { Service } from "../service.ts";
import { protocolOf } from "../wire/protocol-of.ts";
import type { Violation } from "./violations.ts";
import { validationErrors } from "./words.ts";

/** Most services have the code of https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, in their protocol's form. */
export function refusalOf(violations: readonly Violation[], service: Service): Error {
  if (service.refuseInput) return service.refuseInput(violations);
  const { family } = protocolOf(service);
  return awsError(
    family === "query" ? "ValidationError" : "ValidationException",
    validationErrors(violations),
  );
}
