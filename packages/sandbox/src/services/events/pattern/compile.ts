import { isObject } from "../../../is-object.ts";
import { InvalidPattern } from "./invalid-pattern.ts";
import { compileMatcher } from "./matchers.ts";
import { type Scalar, scalarsIn } from "./scalars.ts";

/** Does the event match? */
export type Matches = (event: unknown) => boolean;

/**
 * Compiles an event pattern, or a filter policy, which is one. All fields of an object must match; of a field's list,
 * one matcher must. Arrays of objects are looked through: two fields below one array must match in the same element.
 * That the service itself is strict about the same element is unverified; Event Ruler, its library, is.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws InvalidPattern
 */
export function compilePattern(pattern: unknown): Matches {
  if (!isObject(pattern)) throw new InvalidPattern("Filter is not an object");
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new InvalidPattern("Empty patterns are not allowed");
  const all = fields.map(([name, value]) => (name === "$or" ? compileOr(value) : compileField(name, value)));
  const matchesObject = (event: unknown) => all.every((matches) => matches(event));
  return (event) => (Array.isArray(event) ? event.some(matchesObject) : matchesObject(event));
}

/** A match is enough of one of at least two patterns. */
function compileOr(value: unknown): Matches {
  if (!Array.isArray(value) || value.length < 2)
    throw new InvalidPattern("There must have at least 2 Objects in $or relationship.");
  const any = value.map(compilePattern);
  return (event) => any.some((matches) => matches(event));
}

function compileField(name: string, value: unknown): Matches {
  if (Array.isArray(value)) {
    const matches = compileList(name, value);
    return (event) => matches(scalarsIn(memberOf(event, name)));
  }
  if (!isObject(value)) throw new InvalidPattern(`"${name}" must be an object or an array`);
  const matches = compilePattern(value);
  return (event) => matches(memberOf(event, name));
}

function compileList(name: string, list: readonly unknown[]): (values: readonly Scalar[]) => boolean {
  if (list.length === 0) throw new InvalidPattern(`Empty arrays are not allowed: "${name}"`);
  const any = list.map(compileMatcher);
  return (values) => any.some((matches) => matches(values));
}

function memberOf(event: unknown, name: string): unknown {
  return isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}
