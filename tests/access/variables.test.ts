import { expect, test } from "vitest";
import { account, allow, ask, deny, policy } from "./support/ask.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const context = { "aws:PrincipalTag/team": "web", "aws:PrincipalTag/odd": "we*", "aws:TagKeys": ["web"] };

function holds(operator: string, value: string, actual: string): boolean {
  const Condition = { [operator]: { "aws:ResourceTag/team": value } };
  return (
    ask({ identity: [allow({ Condition })], context: { ...context, "aws:ResourceTag/team": actual } })
      .kind === "allowed"
  );
}

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables */
test.each([
  ["StringEquals", "${aws:PrincipalTag/team}", "web", true],
  ["StringEquals", "${AWS:principaltag/TEAM}", "web", true],
  ["StringEquals", "${ aws:PrincipalTag/team }", "web", true],
  ["StringEquals", "team-${aws:PrincipalTag/team}-1", "team-web-1", true],
  ["StringEquals", "${aws:PrincipalTag/team}", "api", false],
  ["StringEquals", "${aws:PrincipalTag/none}", "", false],
  ["StringNotEquals", "${aws:PrincipalTag/none}", "web", true],
  ["StringNotLike", "w${aws:PrincipalTag/none}*", "web", true],
  ["StringNotEqualsIgnoreCase", "${aws:PrincipalTag/none}", "", true],
  ["ForAllValues:StringNotEquals", "${aws:PrincipalTag/none}", "web", true],
  ["ForAnyValue:StringNotLike", "${aws:PrincipalTag/none}", "web", true],
  ["ForAnyValue:StringEquals", "${aws:PrincipalTag/none}", "web", false],
  ["ForAllValues:StringEquals", "${aws:PrincipalTag/none}", "web", false],
  ["StringEqualsIfExists", "${aws:PrincipalTag/none}", "web", false],
  ["StringEquals", "${aws:PrincipalTag/none, 'web'}", "web", true],
  ["StringEquals", "${aws:PrincipalTag/team, 'api'}", "web", true],
  ["StringEquals", "${aws:PrincipalTag/team, 'api'}", "api", false],
  ["StringEquals", "${aws:PrincipalTag/none, ''}", "", true],
  ["StringEquals", "${aws:TagKeys}", "web", false],
  ["StringLike", "${aws:PrincipalTag/odd}", "web", false],
  ["StringLike", "${aws:PrincipalTag/odd}", "we*", true],
  ["StringLike", "${aws:PrincipalTag/team}*", "website", true],
  ["StringLike", "a${*}b", "a*b", true],
  ["StringLike", "a${*}b", "axb", false],
  ["StringLike", "a${?}b", "axb", false],
  ["StringEquals", "a${$}b", "a$b", true],
])("%s %s of %j is %s", (operator, value, actual, expected) => {
  expect(holds(operator, value, actual)).toBe(expected);
});

test("a variable in a resource stands for its value, wildcards in it for themselves", () => {
  const named = (name: string, secret: string) =>
    ask({
      identity: [allow({ Resource: `arn:aws:secretsmanager:*:${account}:secret:${name}` })],
      resource: `arn:aws:secretsmanager:eu-central-1:${account}:secret:${secret}`,
      context,
    }).kind;
  expect(named("${aws:PrincipalTag/team}-*", "web-a1b2c3")).toBe("allowed");
  expect(named("${aws:PrincipalTag/team}-*", "api-a1b2c3")).toBe("denied");
  expect(named("${aws:PrincipalTag/odd}", "web-a1b2c3")).toBe("denied");
  expect(named("${aws:PrincipalTag/none}", "web-a1b2c3")).toBe("denied");
});

test("of several values, those that no variable resolves are unlike any, and void what has to be like one", () => {
  const kind = (operator: string, actual: string) => {
    const Condition = { [operator]: { "aws:ResourceTag/team": ["web", "${aws:PrincipalTag/none}"] } };
    return ask({ identity: [allow({ Condition })], context: { "aws:ResourceTag/team": actual } }).kind;
  };
  expect(kind("StringEquals", "web")).toBe("denied");
  expect(kind("StringNotEquals", "web")).toBe("denied");
  expect(kind("StringNotEquals", "api")).toBe("allowed");
});

test("a tag that must be the caller's own denies whoever has none", () => {
  const Condition = { StringNotEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } };
  const told = (context: Record<string, string>) =>
    ask({ identity: [allow(), deny({ Condition })], context: { ...context, "aws:ResourceTag/team": "web" } })
      .kind;
  expect(told({ "aws:PrincipalTag/team": "web" })).toBe("allowed");
  expect(told({})).toBe("denied");
});

test("a statement that spares a resource which no variable resolves spares nothing, and gives nothing", () => {
  const NotResource = `arn:aws:secretsmanager:*:${account}:secret:\${aws:PrincipalTag/none}`;
  expect(ask({ identity: [allow({ Resource: undefined, NotResource })], context }).kind).toBe("denied");
  const denying = (...more: readonly string[]) => [
    allow(),
    deny({ Resource: undefined, NotResource: [NotResource, ...more] }),
  ];
  expect(ask({ identity: denying(), context }).kind).toBe("denied");
  expect(ask({ identity: denying("arn:aws:secretsmanager:*"), context }).kind).toBe("allowed");
});

test("before the version of 2012 they are plain text", () => {
  const Condition = { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } };
  const { name } = policy("old");
  const kind = (Version: string | undefined, actual: string) => {
    const document = { ...(Version && { Version }), Statement: allow({ Condition }) };
    return ask({
      identity: [],
      context: { ...context, "aws:ResourceTag/team": actual },
      more: [{ name, document }],
    }).kind;
  };
  expect(kind("2008-10-17", "${aws:PrincipalTag/team}")).toBe("allowed");
  expect(kind(undefined, "web")).toBe("denied");
  expect(kind("2012-10-17", "web")).toBe("allowed");
});
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables */
