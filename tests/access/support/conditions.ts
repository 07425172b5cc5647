/**
 * Conditions that often hold in `contexts.ts` and often do not. Where the oracle differs from the documentation,
 * `oracle-differs.test.ts` says how.
 */
import fc from "fast-check";
import { account, elsewhere, roleArn, userArn } from "./ask.ts";
import { always, encryptedSecret } from "./contexts.ts";

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
  `\${${always}}`,
  "${aws:PrincipalTag/none, 'web'}",
  "${aws:principaltag/Team, 'api'}",
);
/** Not beside other values, nor for operators that negate: the oracle differs. */
const unresolved = of("${aws:PrincipalTag/team}", "${aws:PrincipalTag/none}", "x${aws:PrincipalTag/team}");
const escaped = of("a${*}b", "w${*}b", "W${*}", "a${?}i", "${*}");
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
const textKeys = of(
  "aws:PrincipalTag/team",
  "aws:principaltag/TEAM",
  "aws:PrincipalTag/none",
  "aws:RequestedRegion",
  "aws:ResourceTag/team",
  "secretsmanager:ResourceTag/team",
);
const accountKeys = of("aws:PrincipalAccount", "aws:ResourceAccount", "kms:CallerAccount");
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
const throughServices = of(
  "secretsmanager.eu-central-1.amazonaws.com",
  "secretsmanager.*",
  "s3.*.amazonaws.com",
);
const secrets = of(encryptedSecret, `${encryptedSecret}2`, encryptedSecret.replace("eu-central-1", "*"));

const comparisons = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const equalities = ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase"];
const prefixed = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}${name}`);
const likenesses = prefixed("String", ["Like", "NotLike"]);
const textual = [...prefixed("String", equalities), ...likenesses];
const numeric = prefixed("Numeric", comparisons);
const temporal = prefixed("Date", comparisons);
const arnNegating = ["ArnNotEquals", "ArnNotLike"];
const arnAffirming = ["ArnEquals", "ArnLike"];
const addresses = ["IpAddress", "NotIpAddress"];
const sets = ["ForAllValues:", "ForAnyValue:"];

const single = [...textual, ...numeric, ...temporal, ...arnAffirming, ...arnNegating, ...addresses];
const comparing = [...single, "Bool", "BinaryEquals"];
/** All that are generated, without `IfExists`: each by itself, and over all or any of a key's values. */
export const operators: readonly string[] = [...comparing, "Null"];
export const setOperators: readonly string[] = sets.flatMap((set) => prefixed(set, comparing));

/** One operator with one key. */
export const conditionLines: fc.Arbitrary<object> = fc.oneof(
  { weight: 5, arbitrary: line(textual, textKeys, texts) },
  { weight: 2, arbitrary: line(likenesses, of("aws:PrincipalTag/team"), escaped) },
  line(["StringEquals", "StringEqualsIgnoreCase", "StringLike"], textKeys, unresolved, (value) => value),
  line(textual, accountKeys, of(account, elsewhere, `${account.slice(0, 4)}*`)),
  { weight: 2, arbitrary: line(arnNegating, arnKeys, arns) },
  { weight: 2, arbitrary: line(arnAffirming, arnKeys, arnsOrNot) },
  line(["StringEquals", ...likenesses], of("kms:ViaService"), throughServices),
  { weight: 2, arbitrary: line(textual, of("kms:EncryptionContext:SecretARN"), secrets) },
  line([...textual, ...arnAffirming, ...arnNegating], of("secretsmanager:SecretId"), secrets),
  line(textual, of("secretsmanager:VersionStage"), of("AWSCURRENT", "AWS*", "AWSPENDING")),
  { weight: 4, arbitrary: line(numeric, of("aws:MultiFactorAuthAge"), numbers) },
  { weight: 4, arbitrary: line(temporal, of("aws:CurrentTime"), dates) },
  line(["Bool"], of("aws:SecureTransport", "aws:ViaAWSService"), of("true", "false", "True")),
  line(["BinaryEquals"], of("aws:PrincipalTag/bytes"), of("cGFzcw==", "cGFzcg==")),
  { weight: 2, arbitrary: line(addresses, of("aws:SourceIp"), ranges) },
  { weight: 6, arbitrary: line(textual, of("aws:CalledVia"), services, oneOrMore, [...sets, ...sets, ""]) },
  {
    weight: 2,
    arbitrary: line(
      textual,
      of("kms:EncryptionContextKeys"),
      of("SecretARN", "SecretVersionId", "Secret*", "secretarn"),
      oneOrMore,
      [...sets, ...sets, ""],
    ),
  },
  fc
    .tuple(
      of("aws:PrincipalTag/team", "aws:PrincipalTag/none", "aws:CalledVia", "aws:SourceIp"),
      of("true", "false"),
    )
    .map(([key, is]) => ({ Null: { [key]: is } })),
);

function line(
  names: readonly string[],
  keys: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
  values: (value: fc.Arbitrary<string>) => fc.Arbitrary<string | string[]> = oneOrMore,
  over: readonly string[] = ["", "", "", "", ...sets],
): fc.Arbitrary<object> {
  return fc
    .tuple(of(...over), of(...names), of("", "", "IfExists"), keys, values(value))
    .map(([set, name, ifExists, key, value]) => ({ [set + name + ifExists]: { [key]: value } }));
}

export function oneOrMore(value: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> {
  return fc.oneof(
    { weight: 3, arbitrary: value },
    { weight: 1, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
  );
}

/** Mostly one line, seldom two, all of which must hold. */
export const conditions: fc.Arbitrary<object> = fc
  .tuple(conditionLines, fc.option(conditionLines, { nil: {}, freq: 2 }))
  .map(([first, second]) => ({ ...first, ...second }));
