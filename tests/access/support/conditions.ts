/**
 * Conditions, and contexts in which they often hold and often do not. Where the oracle differs from the documentation,
 * `oracle-differs.test.ts` says how.
 */
import type { RequestContext } from "@pullpass/access";
import fc from "fast-check";
import { account, elsewhere, roleArn, userArn } from "./ask.ts";

const of = fc.constantFrom;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
const texts = of(
  "web",
  "Web",
  "api",
  "w*",
  "w?b",
  "*",
  "",
  "${aws:PrincipalTag/none, 'web'}",
  "${aws:principaltag/Team, 'api'}",
);
/** Not beside other values: the oracle differs. */
const unresolved = of("${aws:PrincipalTag/team}", "${aws:PrincipalTag/none}", "x${aws:PrincipalTag/team}");
const escaped = of("a${*}b", "w${*}b", "W${*}", "a${?}i", "${*}");
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
const textKeys = of(
  "aws:PrincipalTag/team",
  "aws:principaltag/TEAM",
  "aws:PrincipalTag/none",
  "aws:RequestedRegion",
);
const arns = of(
  roleArn,
  userArn,
  "arn:aws:iam::*:role/*",
  "arn:aws:iam::*:role/build/w?b",
  `arn:aws:iam::${elsewhere}:role/*`,
  `arn:*:iam::${account}:*`,
);
/** Not for `ArnNotLike`: the oracle differs. */
const arnsOrNot = fc.oneof({ weight: 4, arbitrary: arns }, of("arn:aws:*:role/*", "arn:aws:iam::*", "*"));
const arnKeys = of("aws:PrincipalArn", "aws:SourceArn");
const numbers = of("5", "10", "10.0", "11", "-1");
const dates = of(
  "2026-01-05T09:00:00Z",
  "2026-01-05T10:00:00Z",
  "2026-01-04T00:00:00Z",
  "2026-01-05T08:30:00-00:30",
);
const ranges = of(
  "203.0.113.0/24",
  "203.0.113.77/25",
  "203.0.113.9/32",
  "198.51.100.0/24",
  "2001:db8::/32",
  "128.0.0.0/1",
);
const services = of(
  "kms.amazonaws.com",
  "secretsmanager.amazonaws.com",
  "codebuild.amazonaws.com",
  "*.amazonaws.com",
);

/** Not the encryption context: the oracle drops it. */
const throughServices = of(
  "secretsmanager.eu-central-1.amazonaws.com",
  "secretsmanager.*",
  "s3.*.amazonaws.com",
);

const comparisons = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const equalities = ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase"];
const likenesses = ["Like", "NotLike"];
const ofSets = ["ForAllValues:", "ForAnyValue:"].flatMap((set) =>
  [...equalities, ...likenesses].map((operator) => `${set}String${operator}`),
);
const prefixed = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}${name}`);

/** All that are generated, without `IfExists`. */
export const operators: readonly string[] = [
  ...prefixed("String", [...equalities, ...likenesses]),
  ...prefixed("Arn", ["Equals", "NotEquals", "Like", "NotLike"]),
  ...prefixed("Numeric", comparisons),
  ...prefixed("Date", comparisons),
  ...["Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"],
  ...ofSets,
];

/** Set operators are for keys with many values, and the others for keys with one. */
const lines: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: line(prefixed("String", equalities), textKeys, texts) },
  { weight: 2, arbitrary: line(prefixed("String", likenesses), textKeys, texts) },
  { weight: 2, arbitrary: line(prefixed("String", likenesses), of("aws:PrincipalTag/team"), escaped) },
  { weight: 2, arbitrary: line(prefixed("Arn", ["NotEquals", "NotLike"]), arnKeys, arns) },
  { weight: 2, arbitrary: line(prefixed("Arn", ["Equals", "Like"]), arnKeys, arnsOrNot) },
  line(prefixed("String", [...equalities, ...likenesses]), textKeys, unresolved, (value) => value),
  line(["StringEquals", "StringLike", "StringNotLike"], of("kms:ViaService"), throughServices),
  { weight: 4, arbitrary: line(prefixed("Numeric", comparisons), of("aws:MultiFactorAuthAge"), numbers) },
  { weight: 4, arbitrary: line(prefixed("Date", comparisons), of("aws:CurrentTime"), dates) },
  line(["Bool"], of("aws:SecureTransport", "aws:ViaAWSService"), of("true", "false", "True")),
  line(["BinaryEquals"], of("aws:PrincipalTag/bytes"), of("cGFzcw==", "cGFzcg==")),
  { weight: 2, arbitrary: line(["IpAddress", "NotIpAddress"], of("aws:SourceIp"), ranges) },
  { weight: 8, arbitrary: line(ofSets, of("aws:CalledVia"), services) },
  fc
    .tuple(
      of("aws:PrincipalTag/team", "aws:PrincipalTag/none", "aws:CalledVia", "aws:SourceIp"),
      of("true", "false"),
    )
    .map(([key, is]) => ({ Null: { [key]: is } })),
);

function line(
  operators: readonly string[],
  keys: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
  values: (value: fc.Arbitrary<string>) => fc.Arbitrary<string | string[]> = oneOrMore,
): fc.Arbitrary<object> {
  return fc
    .tuple(of(...operators), of("", "", "IfExists"), keys, values(value))
    .map(([operator, ifExists, key, value]) => ({ [operator + ifExists]: { [key]: value } }));
}

export function oneOrMore(value: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> {
  return fc.oneof(
    { weight: 3, arbitrary: value },
    { weight: 1, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
  );
}

/** Mostly one line, seldom two, all of which must hold. */
export const conditions: fc.Arbitrary<object> = fc
  .tuple(lines, fc.option(lines, { nil: {}, freq: 2 }))
  .map(([first, second]) => ({ ...first, ...second }));

const mostly = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });

export const contexts: fc.Arbitrary<RequestContext> = fc
  .record({
    "aws:PrincipalTag/team": mostly(of("web", "Web", "api", "a*b", "?")),
    "aws:PrincipalTag/bytes": mostly(of("cGFzcw==")),
    "aws:RequestedRegion": mostly(of("eu-central-1", "web")),
    "aws:SourceArn": mostly(of(roleArn, userArn)),
    "aws:PrincipalArn": mostly(of(roleArn, userArn)),
    "aws:MultiFactorAuthAge": mostly(of("5", "10", "11")),
    "aws:CurrentTime": mostly(of("2026-01-05T09:00:00Z", "2026-01-05T09:30:00Z")),
    "aws:SecureTransport": mostly(of("true", "false")),
    "aws:SourceIp": mostly(of("203.0.113.9", "203.0.113.200", "198.51.100.7", "2001:db8::1")),
    "aws:CalledVia": mostly(
      of<readonly string[]>(
        ["kms.amazonaws.com"],
        ["kms.amazonaws.com", "secretsmanager.amazonaws.com"],
        ["athena.amazonaws.com", "secretsmanager.amazonaws.com"],
      ),
    ),
  })
  .map((all) => {
    const context: Record<string, string | readonly string[]> = {};
    for (const [key, value] of Object.entries(all)) if (value !== undefined) context[key] = value;
    return context;
  });
