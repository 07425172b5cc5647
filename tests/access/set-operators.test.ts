import { expect, test } from "vitest";
import { allow, ask } from "./support/ask.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
function holds(operator: string, values: unknown, actual?: string | readonly string[]): boolean {
  const Condition = { [operator]: { "aws:TagKeys": values } };
  const context = actual === undefined ? {} : { "aws:tagkeys": actual };
  return ask({ identity: [allow({ Condition })], context }).kind === "allowed";
}

const no = undefined;

test.each<[string, unknown, string | readonly string[] | undefined, boolean]>([
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
  ["ForAllValues:StringEquals", ["a", "b"], ["b"], true],
  ["ForAllValues:StringEquals", ["a"], ["a", "b"], false],
  ["ForAllValues:StringEquals", ["a"], [], true],
  ["ForAllValues:StringEquals", ["a"], no, true],
  ["ForAllValues:StringEquals", "a", "a", true],
  ["ForAllValues:StringEquals", "a", "b", false],
  ["ForAllValues:StringNotEquals", ["a"], ["b", "c"], true],
  ["ForAllValues:StringNotEquals", ["a"], ["a", "c"], false],
  ["ForAllValues:StringNotEquals", ["a"], no, true],
  ["ForAllValues:StringLike", ["a*", "b?"], ["ab", "bc"], true],
  ["ForAllValues:StringLike", ["a*", "b?"], ["ab", "bcd"], false],
  ["ForAllValues:StringNotLike", ["a*"], ["b", "c"], true],
  ["ForAllValues:StringNotLike", ["a*"], ["b", "ac"], false],
  ["ForAllValues:StringEqualsIgnoreCase", ["A"], ["a", "A"], true],
  ["ForAllValues:ArnLike", "arn:aws:sns:*:*:a*", ["arn:aws:sns:eu-central-1:111122223333:ab"], true],
  ["ForAllValues:Bool", "true", ["true", "false"], false],
  ["ForAllValues:NumericLessThan", "10", ["1", "9"], true],
  ["ForAllValues:NumericLessThan", "10", ["1", "10"], false],
  ["ForAllValues:IpAddress", "203.0.113.0/24", ["203.0.113.9", "203.0.113.10"], true],
  ["forallvalues:stringlikeifexists", ["a*"], ["ab"], true],
  ["ForAllValues:StringEqualsIfExists", ["a"], ["b"], false],
  ["ForAnyValue:StringEquals", ["a", "z"], ["a", "b"], true],
  ["ForAnyValue:StringEquals", ["z"], ["a", "b"], false],
  ["ForAnyValue:StringEquals", ["a"], [], false],
  ["ForAnyValue:StringEquals", ["a"], no, false],
  ["ForAnyValue:StringEquals", "a", "a", true],
  ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true],
  ["ForAnyValue:StringNotEquals", ["a"], ["a"], false],
  ["ForAnyValue:StringNotEquals", ["a"], [], false],
  ["ForAnyValue:StringNotEquals", ["a"], no, false],
  ["ForAnyValue:StringLike", ["a*"], ["b", "ab"], true],
  ["ForAnyValue:StringNotLike", ["a*"], ["ab", "b"], true],
  ["ForAnyValue:StringNotLike", ["a*"], ["ab", "ac"], false],
  ["ForAnyValue:NumericGreaterThan", "10", ["1", "11"], true],
  ["ForAnyValue:StringEqualsIfExists", ["a"], no, false],
  ["ForAnyValue:StringEqualsIfExists", ["a"], ["a"], true],
  ["StringEquals", ["a"], ["a", "b"], false],
  ["StringNotEquals", ["z"], ["a", "b"], false],
  ["StringEquals", ["a"], ["a"], false],
  ["StringNotEquals", ["z"], ["a"], false],
  ["StringEqualsIfExists", ["a"], ["a"], false],
  ["StringEqualsIfExists", ["a"], no, true],
  ["Null", "false", ["a"], true],
  ["Null", "true", [], true],
  ["Null", "false", [], false],
])("%s %j of the values %j is %s", (operator, values, actual, expected) => {
  expect(holds(operator, values, actual)).toBe(expected);
});

test("a set operator that may hold without its key is made safe by Null", () => {
  const Condition = {
    "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
    Null: { "aws:TagKeys": "false" },
  };
  const kind = (context: Record<string, readonly string[]>) =>
    ask({ identity: [allow({ Condition })], context }).kind;
  expect(kind({})).toBe("denied");
  expect(kind({ "aws:TagKeys": [] })).toBe("denied");
  expect(kind({ "aws:TagKeys": ["team"] })).toBe("allowed");
  expect(kind({ "aws:TagKeys": ["team", "cost"] })).toBe("denied");
});
