import { isMembers, member } from "../policy/members.ts";
import { idFaults, unknownElements, versionFaults } from "./document.ts";
import { type Fault, type PolicyKind, refused } from "./fault.ts";
import { countFaults, sizeFaults } from "./limits.ts";
import { lockOutFaults } from "./lock-out.ts";
import { below, eachOf } from "./place.ts";
import { repeatedSids } from "./sid.ts";
import { statementFaults } from "./statement.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * All that is wrong with a policy document, by what it is attached to; nothing if AWS takes it and all of it has an effect.
 * Never throws, whatever the document holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function validatePolicy(
  document: unknown,
  kind: PolicyKind,
  surroundings: Surroundings = {},
): readonly Fault[] {
  if (!isMembers(document)) return [refused("element-type", "$", "A policy must be a JSON object.")];
  const path = below("$", "Statement");
  const statements = eachOf(member(document, "Statement"), path);
  const faults = [
    ...unknownElements(document),
    ...versionFaults(document, kind, surroundings),
    ...idFaults(document, kind),
    ...(hasNone(statements) ? [refused("statement-missing", path, "The policy has no statement.")] : []),
    ...(hasNone(statements) ? [] : statements).flatMap(([statement, at]) => [
      ...statementFaults(statement, at, kind, surroundings),
    ]),
    ...repeatedSids(statements, kind),
    ...sizeFaults(document, kind, surroundings),
    ...countFaults(statements, kind, surroundings),
  ];
  return [...faults, ...(faults.length === 0 ? lockOutFaults(document, kind, surroundings) : [])];
}

function hasNone(statements: ReturnType<typeof eachOf>): boolean {
  return statements.every(([statement]) => statement === undefined);
}
