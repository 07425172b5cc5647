import { isMembers, type Members, member } from "../policy/members.ts";
import { elements } from "../policy/parse-policy.ts";
import { actionFaults } from "./action.ts";
import { conditionFaults } from "./condition.ts";
import { type Fault, type PolicyKind, refused } from "./fault.ts";
import { below } from "./place.ts";
import { principalFaults } from "./principal.ts";
import { resourceFaults } from "./resource.ts";
import { sidFaults } from "./sid.ts";
import type { Surroundings } from "./surroundings.ts";

/** One of an element and its negation: a statement may not have both. */
export interface Element {
  readonly name: string;
  readonly negated: boolean;
  readonly value: unknown;
  readonly path: string;
}

export function* statementFaults(
  statement: unknown,
  path: string,
  kind: PolicyKind,
  surroundings: Surroundings,
): Iterable<Fault> {
  if (!isMembers(statement)) {
    yield refused("element-type", path, "A statement must be an object.");
    return;
  }
  for (const name of Object.keys(statement).filter((name) => !elements.has(name)))
    yield refused("element-unknown", below(path, name), `A statement has no element ${name}.`, name);
  for (const name of ["Action", "Resource", "Principal"]) yield* pairFaults(statement, name, path);
  yield* effectFaults(member(statement, "Effect"), below(path, "Effect"));
  yield* sidFaults(member(statement, "Sid"), below(path, "Sid"), kind);
  const principals = elementsOf(statement, "Principal", path);
  yield* principalFaults(principals, { path, kind, effect: member(statement, "Effect"), surroundings });
  yield* actionFaults(elementsOf(statement, "Action", path), path, kind, surroundings);
  yield* resourceFaults(elementsOf(statement, "Resource", path), path, kind);
  yield* conditionFaults(member(statement, "Condition"), below(path, "Condition"));
}

function elementsOf(statement: Members, name: string, path: string): readonly Element[] {
  return [name, `Not${name}`].flatMap((either) => {
    const value = member(statement, either);
    return value === undefined
      ? []
      : [{ name: either, negated: either !== name, value, path: below(path, either) }];
  });
}

function* pairFaults(statement: Members, name: string, path: string): Iterable<Fault> {
  const negation = `Not${name}`;
  if (member(statement, name) === undefined || member(statement, negation) === undefined) return;
  yield refused(
    "element-pair",
    below(path, negation),
    `A statement has either ${name} or ${negation}, not both.`,
  );
}

/** "The Effect value is case sensitive." https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html */
function* effectFaults(effect: unknown, path: string): Iterable<Fault> {
  if (effect === "Allow" || effect === "Deny") return;
  const message = "Effect must be Allow or Deny.";
  const isCase = typeof effect === "string" && /^(allow|deny)$/i.test(effect);
  yield refused(isCase ? "effect-case" : "effect", path, message);
}
