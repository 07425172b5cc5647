/**
 * AWS's words for an input that is not as the model says, as its answers on record have them:
 * https://github.com/localstack/localstack/tree/main/tests/aws/services (`*.snapshot.json`, recorded on AWS).
 */
import type { Violation } from "./violations.ts";

/** `1 validation error detected: Value 'a' at 'name' failed to satisfy constraint: Member must have …` */
export function validationErrors(violations: readonly Violation[]): string {
  const told = violations.slice(0, mostTold);
  const texts = told.map(
    ({ path, rule, ...violation }) =>
      `${valueText(violation)} at '${path}' failed to satisfy constraint: ${rule}`,
  );
  return `${told.length} validation error${told.length === 1 ? "" : "s"} detected: ${texts.join("; ")}`;
}

/** A limit of the sandbox: an input may be wrong in thousands of places. */
const mostTold = 10;

/** Where AWS prints the members of structures, nothing is printed here: what is sensitive in them is not known. */
function valueText({ value, sensitive }: Pick<Violation, "value" | "sensitive">): string {
  if (value === null) return "Value null";
  const text = sensitive ? undefined : printed(value);
  return text === undefined ? "Value" : `Value '${text}'`;
}

function printed(value: unknown): string | undefined {
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  if (Array.isArray(value)) return value.every(isSimple) ? `[${value.join(", ")}]` : undefined;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  const entries = Object.entries(value);
  if (!entries.every(([, one]) => isSimple(one))) return undefined;
  return `{${entries.map(([key, one]) => `${key}=${one}`).join(", ")}}`;
}

const isSimple = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
