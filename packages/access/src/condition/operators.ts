/**
 * The condition operators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { Token } from "../match/pattern.ts";
import { arnTokens } from "../match/segments.ts";
import { asItIs, type Substitution } from "../match/template.ts";
import { compareDates, compareNumbers, inRange, type Ordering, sameBytes, sameTruth } from "./comparisons.ts";

/** One operator: how the request's value compares with one of the policy's. */
export type Operator =
  /** Values may have policy variables; `wildcards`, whether `*` and `?` are wildcards in them. */
  | {
      readonly kind: "text";
      readonly wildcards: boolean;
      readonly ignoresCase: boolean;
      readonly shape: Substitution;
      readonly negated: boolean;
    }
  | {
      readonly kind: "value";
      readonly of: ValueKind;
      readonly negated: boolean;
      readonly matches: (actual: string, expected: string) => boolean;
    };

export type ValueKind = "number" | "date" | "truth" | "bytes" | "address";

const sameText = text({ wildcards: false });
const sameTextIgnoringCase = text({ wildcards: false, ignoresCase: true, shape: inLowerCase });
const likeText = text({ wildcards: true });
const likeArn = text({ wildcards: true, shape: arnTokens });
const numbers = (holds: Ordering) =>
  value("number", (actual, expected) => compareNumbers(actual, expected, holds));
const dates = (holds: Ordering) => value("date", (actual, expected) => compareDates(actual, expected, holds));
const addresses = value("address", inRange);

const equal: Ordering = (sign) => sign === 0;
const less: Ordering = (sign) => sign < 0;
const lessOrEqual: Ordering = (sign) => sign <= 0;
const greater: Ordering = (sign) => sign > 0;
const greaterOrEqual: Ordering = (sign) => sign >= 0;

/** `ArnEquals` and `ArnLike` behave alike. `Null` looks at the key alone: see `holds`. */
export const operators = {
  StringEquals: sameText,
  StringNotEquals: not(sameText),
  StringEqualsIgnoreCase: sameTextIgnoringCase,
  StringNotEqualsIgnoreCase: not(sameTextIgnoringCase),
  StringLike: likeText,
  StringNotLike: not(likeText),
  NumericEquals: numbers(equal),
  NumericNotEquals: not(numbers(equal)),
  NumericLessThan: numbers(less),
  NumericLessThanEquals: numbers(lessOrEqual),
  NumericGreaterThan: numbers(greater),
  NumericGreaterThanEquals: numbers(greaterOrEqual),
  DateEquals: dates(equal),
  DateNotEquals: not(dates(equal)),
  DateLessThan: dates(less),
  DateLessThanEquals: dates(lessOrEqual),
  DateGreaterThan: dates(greater),
  DateGreaterThanEquals: dates(greaterOrEqual),
  Bool: value("truth", sameTruth),
  BinaryEquals: value("bytes", sameBytes),
  IpAddress: addresses,
  NotIpAddress: not(addresses),
  ArnEquals: likeArn,
  ArnNotEquals: not(likeArn),
  ArnLike: likeArn,
  ArnNotLike: not(likeArn),
} as const satisfies Readonly<Record<string, Operator>>;

export type OperatorName = keyof typeof operators | "Null";

/** The operator of that name in any case, if there is one. */
export function operatorNamed(name: string): OperatorName | undefined {
  return byLowerCase.get(name.toLowerCase());
}

const names: readonly OperatorName[] = [...keysOf(operators), "Null"];
const byLowerCase: ReadonlyMap<string, OperatorName> = new Map(
  names.map((name) => [name.toLowerCase(), name]),
);

function keysOf<T extends object>(table: T): readonly (keyof T & string)[] {
  const own = (name: string): name is keyof T & string => name in table;
  return Object.keys(table).filter(own);
}

function text(of: { wildcards: boolean; ignoresCase?: boolean; shape?: Substitution }) {
  const { wildcards, ignoresCase = false, shape = asItIs } = of;
  return { kind: "text", wildcards, ignoresCase, shape, negated: false } satisfies Operator;
}

function value(of: ValueKind, matches: Extract<Operator, { kind: "value" }>["matches"]) {
  return { kind: "value", of, negated: false, matches } as const satisfies Operator;
}

function not<T extends Operator>(operator: T) {
  return { ...operator, negated: true } as const;
}

function inLowerCase(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token) =>
    token.kind === "character" ? { ...token, character: token.character.toLowerCase() } : token,
  );
}
