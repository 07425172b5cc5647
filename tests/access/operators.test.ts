import { expect, test } from "vitest";
import { allow, ask } from "./support/ask.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(operator: string, value: unknown, actual?: string | readonly string[]): boolean {
  const Condition = { [operator]: { "aws:PrincipalTag/x": value } };
  const context = actual === undefined ? {} : { "aws:principaltag/X": actual };
  return ask({ identity: [allow({ Condition })], context }).kind === "allowed";
}

const arn = "arn:aws:iam::111122223333:role/build/web";

test.each([
  ["StringEquals", "web", "web", true],
  ["StringEquals", "web", "Web", false],
  ["StringEquals", "w*", "web", false],
  ["StringEquals", ["api", "web"], "web", true],
  ["StringEquals", [], "web", false],
  ["StringEquals", "", "", true],
  ["stringequals", "web", "web", true],
  ["StringNotEquals", "web", "web", false],
  ["StringNotEquals", ["api", "web"], "web", false],
  ["StringNotEquals", ["api", "shop"], "web", true],
  ["StringEqualsIgnoreCase", "WEB", "web", true],
  ["StringEqualsIgnoreCase", "w*", "web", false],
  ["StringNotEqualsIgnoreCase", "WEB", "web", false],
  ["StringLike", "w*", "web", true],
  ["StringLike", "w?b", "web", true],
  ["StringLike", "W*", "web", false],
  ["StringLike", "*", "", true],
  ["StringLike", "*:*b", "a:eb", true],
  ["StringLike", "a.c", "abc", false],
  ["StringNotLike", "w*", "web", false],
  ["StringNotLike", "a*", "web", true],
  ["NumericEquals", "10", "10.0", true],
  ["NumericEquals", 10, "10", true],
  ["NumericEquals", "ten", "10", false],
  ["NumericNotEquals", "10", "11", true],
  ["NumericLessThan", "10", "9.5", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericGreaterThan", "-1", "0", true],
  ["NumericGreaterThan", "9", "10", true],
  ["NumericGreaterThanEquals", "10", "10", true],
  ["NumericGreaterThanEquals", "10", "", false],
  ["DateEquals", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00", true],
  ["DateEquals", "1767603600", "2026-01-05T09:00:00Z", true],
  ["DateNotEquals", "2026-01-05", "2026-01-06T00:00:00Z", true],
  ["DateLessThan", "2026-01-06", "2026-01-05T23:59:59Z", true],
  ["DateLessThan", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", false],
  ["DateLessThanEquals", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", true],
  ["DateGreaterThan", "2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z", true],
  ["DateGreaterThanEquals", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", true],
  ["DateGreaterThan", "yesterday", "2026-01-05T09:00:00Z", false],
  ["Bool", "true", "true", true],
  ["Bool", true, "True", true],
  ["Bool", "false", "true", false],
  ["Bool", "yes", "yes", false],
  ["BinaryEquals", "cGFzcw==", "cGFzcw==", true],
  ["BinaryEquals", "cGFzcw==", "cGFzcg==", false],
  ["IpAddress", "203.0.113.0/24", "203.0.113.9", true],
  ["IpAddress", "203.0.113.9", "203.0.113.9", true],
  ["IpAddress", "203.0.113.0/24", "203.0.114.9", false],
  ["IpAddress", "2001:db8::/32", "2001:db8::1", true],
  ["IpAddress", "2001:DB8:0::1", "2001:db8::1", true],
  ["IpAddress", "203.0.113.0/24", "2001:db8::1", false],
  ["IpAddress", "203.0.113.0/24", "::ffff:203.0.113.9", true],
  ["IpAddress", "203.0.113.0/99", "203.0.113.9", false],
  ["IpAddress", "everywhere", "203.0.113.9", false],
  ["NotIpAddress", "203.0.113.0/24", "203.0.113.9", false],
  ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
  ["ArnEquals", arn, arn, true],
  ["ArnEquals", "arn:aws:iam::*:role/build/*", arn, true],
  ["ArnLike", "arn:aws:iam::111122223333:role/*", arn, true],
  ["ArnLike", "arn:aws:iam::*", arn, false],
  ["ArnLike", "arn:aws:*:role/build/web", arn, false],
  ["ArnLike", "*", arn, false],
  ["ArnLike", "arn:aws:sns:*:*:a:*", "arn:aws:sns:eu-central-1:111122223333:a:b", true],
  ["ArnNotEquals", arn, arn, false],
  ["ArnNotLike", "arn:aws:iam::*:user/*", arn, true],
])("%s %j of %j is %s", (operator, value, actual, expected) => {
  expect(holds(operator, value, actual)).toBe(expected);
});

test.each([
  ["StringEquals", "web", false],
  ["StringEqualsIfExists", "web", true],
  ["StringNotEquals", "web", true],
  ["StringNotLike", "w*", true],
  ["ArnNotLike", "arn:aws:iam::*:user/*", true],
  ["NotIpAddress", "203.0.113.0/24", true],
  ["NumericNotEquals", "1", true],
  ["DateNotEquals", "2026-01-05", true],
  ["NumericLessThan", "1", false],
  ["NumericLessThanIfExists", "1", true],
  ["Bool", "false", false],
  ["BoolIfExists", "false", true],
  ["Null", "true", true],
  ["Null", true, true],
  ["Null", "false", false],
  ["ForAllValues:StringEquals", "web", true],
  ["ForAnyValue:StringEquals", "web", false],
  ["ForAnyValue:StringNotEquals", "web", false],
  ["ForAnyValue:StringEqualsIfExists", "web", false],
])("%s %j of a key that the request lacks is %s", (operator, value, expected) => {
  expect(holds(operator, value)).toBe(expected);
});

test.each([
  ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
  ["ForAllValues:StringEquals", ["a"], ["a", "b"], false],
  ["ForAllValues:StringEquals", ["a"], [], true],
  ["ForAllValues:StringNotEquals", ["a"], ["b", "c"], true],
  ["ForAllValues:StringNotEquals", ["a"], ["a", "c"], false],
  ["ForAnyValue:StringEquals", ["a", "z"], ["a", "b"], true],
  ["ForAnyValue:StringEquals", ["z"], ["a", "b"], false],
  ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true],
  ["ForAnyValue:StringNotEquals", ["a"], ["a"], false],
  ["ForAnyValue:StringLike", ["a*"], ["b", "ab"], true],
  ["forallvalues:stringlikeifexists", ["a*"], ["ab"], true],
  ["StringEquals", ["a"], ["a", "b"], false],
  ["StringNotEquals", ["z"], ["a", "b"], false],
  ["StringEquals", ["a"], ["a"], true],
  ["Null", "false", ["a"], true],
  ["Null", "true", [], true],
])("%s %j of the values %j is %s", (operator, value, actual, expected) => {
  expect(holds(operator, value, actual)).toBe(expected);
});

test("all operators and all their keys must hold", () => {
  const context = { "aws:PrincipalTag/team": "web", "aws:RequestedRegion": "eu-central-1" };
  const both = (team: string, region: string) => ({
    StringEquals: { "aws:PrincipalTag/team": team },
    StringLike: { "aws:RequestedRegion": region },
  });
  const kind = (Condition: object) => ask({ identity: [allow({ Condition })], context }).kind;
  expect(kind(both("web", "eu-*"))).toBe("allowed");
  expect(kind(both("api", "eu-*"))).toBe("denied");
  expect(kind(both("web", "us-*"))).toBe("denied");
  expect(kind({ StringEquals: { "aws:PrincipalTag/team": "web", "aws:RequestedRegion": "us-east-1" } })).toBe(
    "denied",
  );
});
