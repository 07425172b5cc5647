import { validationError } from "./errors.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestNames = { roleName: 64, userName: 64, policyName: 128 } as const;

/** The name, if it is one. @throws ValidationError */
export function readName(member: keyof typeof longestNames, name: string | undefined): string {
  const value = required(member, name);
  const most = longestNames[member];
  if (value.length < 1 || value.length > most) {
    const constraint = value.length < 1 ? "greater than or equal to 1" : `less than or equal to ${most}`;
    throw constraintError(member, `Member must have length ${constraint}`);
  }
  if (/^[\w+=,.@-]+$/.test(value)) return value;
  throw validationError(
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

/** `/`, or something between two of them; `/` if nothing is said. @throws ValidationError */
export function readPath(path = "/"): string {
  if (path.length <= 512 && /^(\/|\/[\u0021-\u007e]+\/)$/.test(path)) return path;
  throw validationError(
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

/** @throws ValidationError if there is nothing */
export function required<T>(member: string, value: T | undefined | null): T {
  if (value !== undefined && value !== null) return value;
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** IAM's answer to a value that is not as the model says. */
export function constraintError(member: string, constraint: string) {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
