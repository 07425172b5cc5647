/** The error by which a service refuses an input that is not as its model says. */
import { awsError } from "../errors.ts";
import type { Service } from "../service.ts";
import { invalidInput } from "../services/codebuild/errors.ts";
import { validationError } from "../services/iam/errors.ts";
import { missingParameter } from "../services/sqs/errors.ts";
import { protocolOf } from "../wire/protocol-of.ts";
import type { Violation } from "./violations.ts";
import { validationErrors } from "./words.ts";

type Violations = readonly Violation[];
type Refusal = (violations: Violations) => Error;

/** Most services have the code of https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, in their protocol's form. */
export function refusalOf(violations: Violations, service: Service): Error {
  const own = Object.hasOwn(refusals, service.signingName) ? refusals[service.signingName] : undefined;
  if (own) return own(violations);
  const { family } = protocolOf(service);
  return awsError(
    family === "query" ? "ValidationError" : "ValidationException",
    validationErrors(violations),
  );
}

/** Those with words or codes of their own. */
const refusals: Readonly<Record<string, Refusal>> = {
  codebuild: ofCodeBuild,
  iam: ofIam,
  organizations: ofOrganizations,
  sqs: ofSqs,
};

/**
 * The one code for wrong input that its API reference lists. That it stands before these words is unverified: a call with
 * a compute type that there is not would settle it.
 */
function ofCodeBuild(violations: Violations): Error {
  return invalidInput(validationErrors(violations));
}

/**
 * Its own code, which is not listed with the common ones; that it stands for every constraint is unverified: a call with a
 * wrong id would settle it. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
 */
function ofOrganizations(violations: Violations): Error {
  return awsError("InvalidInputException", validationErrors(violations));
}

/**
 * IAM repeats neither values nor lists of values:
 * https://github.com/localstack/localstack/blob/main/tests/aws/services/iam/test_iam.snapshot.json
 * For the characters of names and paths it has words of its own.
 */
function ofIam(violations: Violations): Error {
  const [known] = violations.flatMap(({ kind, member }) =>
    kind === "pattern" && Object.hasOwn(iamForms, member) ? [[member, iamForms[member]] as const] : [],
  );
  if (known) {
    const [member, form] = known;
    return validationError(`The specified value for ${lowerFirst(member)} is invalid. It must ${form}`);
  }
  const untold = violations.map((violation) => ({
    ...violation,
    sensitive: true,
    rule: violation.rule.replace(/(enum value set): \[.*?\]/, "$1"),
  }));
  return validationError(validationErrors(untold));
}

const nameForm = "contain only alphanumeric characters and/or the following: +=,.@_-";
const iamForms: Readonly<Record<string, string>> = {
  RoleName: nameForm,
  UserName: nameForm,
  PolicyName: nameForm,
  Path: "begin and end with / and contain only alphanumeric characters and/or / characters.",
};

/**
 * The texts: https://github.com/localstack/localstack/blob/main/tests/aws/services/sqs/test_sqs.snapshot.json
 * The enums of its model are the names of attributes.
 */
function ofSqs(violations: Violations): Error {
  const missing = violations.find(({ kind }) => kind === "required");
  if (missing) return missingParameter(missing.member);
  const unknown = violations.find(({ kind }) => kind === "enum");
  if (unknown) return awsError("InvalidAttributeName", `Unknown Attribute ${unknown.culprit}.`);
  return awsError("InvalidParameterValue", validationErrors(violations));
}

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
