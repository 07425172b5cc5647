/** Questions of which some is not known. */
import type { Principal, RequestContext } from "@pullpass/access";
import fc from "fast-check";
import { account, type Question, roleArn } from "./ask.ts";
import { decryptingQuestions, readingQuestions } from "./generate.ts";
import type { Values } from "./possible.ts";
import { possibleValues, present } from "./values.ts";

const of = fc.constantFrom;

export interface Unknowns {
  readonly question: Question;
  /** All that its unknown keys may be. */
  readonly values: Values;
}

const anySession: Principal = { kind: "role", arn: roleArn, account };

/** One or two keys that the policies test; now and then the session, or a layer. */
export const unknowns: fc.Arbitrary<Unknowns> = fc
  .tuple(
    fc.oneof(readingQuestions, decryptingQuestions),
    fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
    of(0, 0, 0, 1),
    of<Question["unread"]>([], [], [], [], ["identity"], ["boundary"], ["resource"], ["serviceControl"]),
  )
  .map(([question, picks, session, unread]) => {
    const tested = keysIn(question);
    const keys = fewWays([...new Set(picks.flatMap((pick) => tested[pick % tested.length] ?? []))]);
    const values = Object.fromEntries(keys.map((key) => [key, possibleValues[key] ?? []]));
    return { question: withUnknown(question, keys, session === 1, unread ?? []), values };
  });

/** As many as have not too many ways to be. */
function fewWays(keys: readonly string[]): readonly string[] {
  let ways = 1;
  return keys.filter((key) => {
    const more = ways * (possibleValues[key]?.length ?? 1);
    const isFew = ways === 1 || more <= 100;
    if (isFew) ways = more;
    return isFew;
  });
}

function withUnknown(
  question: Question,
  keys: readonly string[],
  isAnySession: boolean,
  unread: NonNullable<Question["unread"]>,
): Question {
  const context: RequestContext = Object.fromEntries(
    Object.entries(question.context ?? {}).filter(([key]) => !keys.includes(key)),
  );
  const absent = Object.keys(possibleValues).filter((key) => !(key in context) && !keys.includes(key));
  return {
    ...question,
    context,
    unknown: {
      absent,
      present: Object.fromEntries(
        keys.filter((key) => present.includes(key)).map((key) => [key, { startsWith: "" }]),
      ),
    },
    ...(isAnySession && !spares(question) && { principal: anySession }),
    unread,
  };
}

/** By whom `NotPrincipal` spares the oracle differs, and of its sessions any may be listed. */
function spares({ onResource }: Question): boolean {
  return JSON.stringify(onResource ?? []).includes('"NotPrincipal"');
}

/** Those that a condition or a variable names, and that requests for the action have: the oracle drops all others. */
function keysIn(question: Question): readonly string[] {
  const { context: _, action = "", ...policies } = question;
  const text = JSON.stringify(policies).toLowerCase();
  const others = action.startsWith("kms:") ? /^(?:secretsmanager:|aws:ResourceTag)/ : /^kms:/;
  return Object.keys(possibleValues).filter((key) => text.includes(key.toLowerCase()) && !others.test(key));
}
