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
  ["StringLike", "?", "", false],
  ["StringLike", "w*", "", false],
  ["StringLike", ["a*", "*b"], "web", true],
  ["StringLike", "*e*e*", "web", false],
  ["StringLike", "\\*", "\\web", true],
  ["StringNotLike", ["a*", "*b"], "web", false],
  ["StringNotLike", "W*", "web", true],
  ["StringNotEqualsIgnoreCase", "API", "web", true],
  ["StringNotLike", "w*", "web", false],
  ["StringNotLike", "a*", "web", true],
  ["NumericEquals", "10", "10.0", true],
  ["NumericEquals", 10, "10", true],
  ["NumericEquals", "ten", "10", false],
  ["NumericEquals", ["9", "10"], "10", true],
  ["NumericEquals", "-1", "-1.0", true],
  ["NumericEquals", "10", "ten", false],
  ["NumericNotEquals", "10", "10.0", false],
  ["NumericNotEquals", ["9", "10"], "10", false],
  ["NumericNotEquals", "10", "11", true],
  ["NumericLessThanEquals", "10", "10.1", false],
  ["NumericGreaterThanEquals", "10", "9.9", false],
  ["NumericLessThan", ["1", "10"], "5", true],
  ["NumericLessThan", "10", "9.5", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericGreaterThan", "-1", "0", true],
  ["NumericGreaterThan", "9", "10", true],
  ["NumericGreaterThanEquals", "10", "10", true],
  ["NumericGreaterThanEquals", "10", "", false],
  ["DateEquals", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00", true],
  ["DateEquals", "1767603600", "2026-01-05T09:00:00Z", true],
  ["DateEquals", "2026-01-05T09:00:00Z", "1767603600", true],
  ["DateEquals", "2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z", false],
  ["DateNotEquals", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00", false],
  ["DateLessThan", "2026-01-05T09:00:00Z", "2026-01-05T09:30:00+01:00", true],
  ["DateLessThanEquals", "2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z", false],
  ["DateGreaterThanEquals", "2026-01-05T09:00:00Z", "2026-01-05T08:59:59Z", false],
  ["DateNotEquals", "2026-01-05", "2026-01-06T00:00:00Z", true],
  ["DateLessThan", "2026-01-06", "2026-01-05T23:59:59Z", true],
  ["DateLessThan", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", false],
  ["DateLessThanEquals", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", true],
  ["DateGreaterThan", "2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z", true],
  ["DateGreaterThanEquals", "2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z", true],
  ["DateGreaterThan", "yesterday", "2026-01-05T09:00:00Z", false],
  ["DateLessThan", "2026-01-05T09:00:00", "2020-01-05T09:00:00Z", false],
  ["DateNotEquals", "2026-01-05T09:00:00", "2026-01-05T09:00:00", true],
  ["DateEquals", "2026-01-05T09:00Z", "2026-01-05T09:00:00.000Z", true],
  ["DateEquals", "2026-01", "2026-01-01T00:00:00Z", true],
  ["Bool", "true", "true", true],
  ["Bool", true, "True", true],
  ["Bool", "false", "true", false],
  ["Bool", "false", "FALSE", true],
  ["Bool", ["true", "false"], "false", true],
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
  ["IpAddress", "0.0.0.0/0", "203.0.113.9", true],
  ["IpAddress", "0.0.0.0/0", "2001:db8::1", false],
  ["IpAddress", "::/0", "2001:db8::1", true],
  ["IpAddress", "203.0.113.77/25", "203.0.113.9", true],
  ["IpAddress", "203.0.113.9/32", "203.0.113.10", false],
  ["IpAddress", "2001:db8::1/128", "2001:db8::2", false],
  ["IpAddress", ["198.51.100.0/24", "2001:db8::/32"], "2001:db8:1::1", true],
  ["IpAddress", "203.0.113.0/24", "web", false],
  ["NotIpAddress", "203.0.113.0/24", "2001:db8::1", true],
  ["NotIpAddress", ["203.0.113.0/24", "198.51.100.0/24"], "198.51.100.1", false],
  ["NotIpAddress", "203.0.113.0/24", "203.0.113.9", false],
  ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
  ["BinaryEquals", ["cGFzcg==", "cGFzcw=="], "cGFzcw==", true],
  ["BinaryEquals", "pass", "cGFzcw==", false],
  ["ArnEquals", arn, arn, true],
  ["ArnEquals", arn, "arn:aws:iam::111122223333:role/build/WEB", false],
  ["ArnEquals", ["arn:aws:iam::111122223333:role/api", arn], arn, true],
  ["ArnLike", "arn:aws:iam::1111*3333:role/build/w?b", arn, true],
  ["ArnLike", "arn:aws:iam:*:111122223333:role/build/web", arn, true],
  ["ArnLike", arn, "web", false],
  ["ArnNotEquals", ["arn:aws:iam::*:user/*", arn], arn, false],
  ["ArnNotLike", "arn:aws:iam::111122223333:role/*", arn, false],
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
  ["StringLike", "*", false],
  ["ArnLike", "arn:aws:*:*:*:*", false],
  ["IpAddress", "0.0.0.0/0", false],
  ["DateLessThan", "2026-01-05", false],
  ["BinaryEquals", "cGFzcw==", false],
  ["StringNotEqualsIgnoreCase", "web", true],
  ["ArnNotEquals", "arn:aws:iam::*:user/*", true],
  ["StringNotEqualsIfExists", "web", true],
  ["IpAddressIfExists", "203.0.113.0/24", true],
  ["Null", "true", true],
  ["Null", true, true],
  ["Null", "false", false],
])("%s %j of a key that the request lacks is %s", (operator, value, expected) => {
  expect(holds(operator, value)).toBe(expected);
});

test.each([
  ["StringEqualsIfExists", "web", "api", false],
  ["StringNotEqualsIfExists", "web", "web", false],
  ["NumericLessThanIfExists", "1", "2", false],
  ["BoolIfExists", "true", "false", false],
  ["IpAddressIfExists", "203.0.113.0/24", "198.51.100.1", false],
  ["ArnLikeIfExists", "arn:aws:iam::*:user/*", arn, false],
  ["Null", "true", "web", false],
  ["Null", false, "web", true],
])("%s %j of %j, which is there, is %s", (operator, value, actual, expected) => {
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
