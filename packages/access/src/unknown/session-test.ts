import type { Context } from "../condition/context.ts";
import { literal, patternOf } from "../match/pattern.ts";
import type { Test, TextPattern } from "./test.ts";

/**
 * Does a session that nobody knows have one of these names? `aws:userid` is the role's ID, a colon, and the name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export function sessionTest(
  { isOneOf, names }: { readonly isOneOf: boolean; readonly names: readonly string[] },
  context: Context,
): Test {
  const key = sessionKey(context);
  return {
    keys: [{ key, name: "aws:userid" }],
    holds: (lookup) => {
      const [value = ""] = lookup(key)?.values ?? [];
      return names.some((name) => value.endsWith(`:${name}`)) === isOneOf;
    },
    tells: { kind: "text", patterns: names.map(patternFor) },
    isOverSet: false,
    isPresent: true,
  };
}

/** Where the request's own `aws:userid` is taken for absent, or is known, the session has a name all the same. */
function sessionKey(context: Context): string {
  return context.isUnknown("aws:userid") ? "aws:userid" : sessionAlone;
}

/** No condition can name it. */
const sessionAlone = "session {}";

function patternFor(name: string): TextPattern {
  return { pattern: patternOf([{ kind: "any" }, ...literal(`:${name}`)]), ignoresCase: false };
}
