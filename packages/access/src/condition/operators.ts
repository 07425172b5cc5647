/**
 * The condition operators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { matches, type Token } from "../match/pattern.ts";
import {
  compareDates,
  compareNumbers,
  inRange,
  matchesArn,
  type Ordering,
  sameBytes,
  sameTruth,
} from "./comparisons.ts";

/** One operator: how the request's value compares with one of the policy's. */
export type Operator =
  /** Values may have policy variables; `wildcards`, whether `*` and `?` are wildcards in them. */
  | {
      readonly kind: "pattern";
      readonly wildcards: boolean;
      readonly negated: boolean;
      readonly matches: (actual: string, expected: readonly Token[]) => boolean;
    }
  | {
      readonly kind: "value";
      readonly negated: boolean;
      readonly matches: (actual: string, expected: string) => boolean;
    };

const text = (actual: string, expected: readonly Token[]) => matches(expected, actual);
const sameText = pattern(false, text);
const sameTextIgnoringCase = pattern(false, (actual, expected) =>
  matches(expected.map(lowerCase), actual.toLowerCase()),
);
const likeText = pattern(true, text);
const likeArn = pattern(true, matchesArn);
const numbers = (holds: Ordering) => value((actual, expected) => compareNumbers(actual, expected, holds));
const dates = (holds: Ordering) => value((actual, expected) => compareDates(actual, expected, holds));
const addresses = value(inRange);

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
  Bool: value(sameTruth),
  BinaryEquals: value(sameBytes),
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

function pattern(wildcards: boolean, matches: Extract<Operator, { kind: "pattern" }>["matches"]) {
  return { kind: "pattern", wildcards, negated: false, matches } as const satisfies Operator;
}

function value(matches: Extract<Operator, { kind: "value" }>["matches"]) {
  return { kind: "value", negated: false, matches } as const satisfies Operator;
}

function not<T extends Operator>(operator: T) {
  return { ...operator, negated: true } as const;
}

function lowerCase(token: Token): Token {
  return token.kind === "character" ? { ...token, character: token.character.toLowerCase() } : token;
}
