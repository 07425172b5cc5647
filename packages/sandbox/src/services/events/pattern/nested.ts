import { isObject } from "../../../is-object.ts";

/**
 * An event or a pattern with `a.b` spelled out: to EventBridge a name with a dot is the same as a member of a member.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
export function nested(value: unknown): unknown {
  return hasDottedName(value) ? spelledOut(value) : value;
}

function hasDottedName(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDottedName);
  return (
    isObject(value) &&
    Object.entries(value).some(([name, member]) => name.includes(".") || hasDottedName(member))
  );
}

function spelledOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelledOut);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) =>
    name.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), spelledOut(member)),
  );
  return members.reduce(merged, {});
}

/** The members of both; where they differ and are no objects, the later one. */
function merged(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return other;
  // without a prototype, so that `__proto__` is a name like any other
  const members: Record<string, unknown> = Object.assign(Object.create(null), one);
  for (const [name, member] of Object.entries(other)) members[name] = merged(members[name], member);
  return members;
}
