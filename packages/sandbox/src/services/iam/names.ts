import { validationError } from "./errors.ts";

/** What the model does not always ask for, or the SDK's types do not promise. @throws ValidationError if there is nothing */
export function required<T>(member: string, value: T | undefined | null): T {
  if (value !== undefined && value !== null) return value;
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
