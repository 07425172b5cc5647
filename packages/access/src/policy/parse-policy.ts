import { readConditions } from "../condition/read-conditions.ts";
import { actionPattern } from "../match/action.ts";
import { resourceTokens } from "../match/segments.ts";
import { templateOf } from "../match/template.ts";
import { InvalidPolicy } from "./invalid-policy.ts";
import { type Members, member, membersOf, textsOf } from "./members.ts";
import type { Policy, PrincipalElement, PrincipalEntry, Selection, Statement } from "./policy.ts";

/**
 * Reads a policy document, which is parsed JSON. What IAM would not store is refused rather than guessed at.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws InvalidPolicy
 */
export function parsePolicy(document: unknown): Policy {
  const members = membersOf(document, "the policy");
  const statements = member(members, "Statement");
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  const version = versionOf(members);
  return { version, statements: list.map((each, index) => readStatement(each, index, version)) };
}

function versionOf(members: Members): Policy["version"] {
  const version = member(members, "Version") ?? "2008-10-17";
  if (version === "2008-10-17" || version === "2012-10-17") return version;
  throw new InvalidPolicy("Version must be 2012-10-17 or 2008-10-17");
}

export const elements: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

function readStatement(value: unknown, index: number, version: Policy["version"]): Statement {
  const where = `Statement[${index}]`;
  const members = membersOf(value, where);
  const odd = Object.keys(members).find((name) => !elements.has(name));
  if (odd !== undefined) throw new InvalidPolicy(`${where} has the unknown element ${odd}`);
  const sid = member(members, "Sid");
  const effect = effectOf(members, where);
  const actions = selectionOf(members, "Action", where);
  if (actions === undefined) throw new InvalidPolicy(`${where} needs Action or NotAction`);
  const principals = principalsOf(members, where);
  if (principals?.negated && effect === "Allow") throw new InvalidPolicy(`${where} allows by NotPrincipal`);
  const resources = selectionOf(members, "Resource", where);
  return {
    ...(typeof sid === "string" && { sid }),
    effect,
    ...(principals !== undefined && { principals }),
    actions: { ...actions, patterns: actions.values.map(actionPattern) },
    ...(resources !== undefined && {
      resources: {
        ...resources,
        templates: resources.values.map((text) => templateOf(text, version, "wildcards", resourceTokens)),
      },
    }),
    conditions: readConditions(member(members, "Condition"), where, version),
  };
}

function effectOf(members: Members, where: string): Statement["effect"] {
  const effect = member(members, "Effect");
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new InvalidPolicy(`${where}.Effect must be Allow or Deny`);
}

function selectionOf(members: Members, name: "Action" | "Resource", where: string): Selection | undefined {
  const element = eitherOf(members, name, where);
  if (element === undefined) return undefined;
  return { negated: element.negated, values: textsOf(element.value, `${where}.${element.name}`) };
}

function principalsOf(members: Members, where: string): PrincipalElement | undefined {
  const element = eitherOf(members, "Principal", where);
  if (element === undefined) return undefined;
  return { negated: element.negated, entries: entriesOf(element.value, `${where}.${element.name}`) };
}

function entriesOf(value: unknown, where: string): readonly PrincipalEntry[] {
  if (value === "*") return [{ type: "AWS", value }];
  return Object.entries(membersOf(value, where)).flatMap(([type, names]) =>
    textsOf(names, `${where}.${type}`).map((name) => ({ type, value: name })),
  );
}

/** The element or its negation; a statement may not have both. */
function eitherOf(members: Members, name: string, where: string) {
  const negation = `Not${name}`;
  const plain = member(members, name);
  const negated = member(members, negation);
  if (plain !== undefined && negated !== undefined) {
    throw new InvalidPolicy(`${where} has both ${name} and ${negation}`);
  }
  if (plain !== undefined) return { negated: false, name, value: plain };
  return negated === undefined ? undefined : { negated: true, name: negation, value: negated };
}
