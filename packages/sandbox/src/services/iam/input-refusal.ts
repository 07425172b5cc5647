import type { Violation } from "../../constraints/violations.ts";
import { validationErrors } from "../../constraints/words.ts";
import { validationError } from "./errors.ts";

/**
 * IAM repeats neither values nor lists of values:
 * https://github.com/localstack/localstack/blob/main/tests/aws/services/iam/test_iam.snapshot.json
 * For the characters of names and paths it has words of its own.
 */
export function refuseInput(violations: readonly Violation[]): Error {
  const [known] = violations.flatMap(({ kind, member }) =>
    kind === "pattern" && Object.hasOwn(forms, member) ? [[member, forms[member]] as const] : [],
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
const forms: Readonly<Record<string, string>> = {
  RoleName: nameForm,
  UserName: nameForm,
  PolicyName: nameForm,
  Path: "begin and end with / and contain only alphanumeric characters and/or / characters.",
};

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
