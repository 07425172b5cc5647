/**
 * Of each key that policies are generated with, values of every kind that those policies tell apart. Not among them is
 * what the oracle takes otherwise: see `oracle-differs.test.ts`.
 */
import { account, elsewhere, roleArn, userArn } from "./ask.ts";
import { encryptedSecret } from "./contexts.ts";
import type { Values } from "./possible.ts";

const texts = [
  "web",
  "Web",
  "WEB",
  "api",
  "API",
  "wxb",
  "WxB",
  "wxyb",
  "a*b",
  "axb",
  "w*b",
  "W*",
  "Wx",
  "a?i",
];
const moreTexts = [...texts, "axi", "*", "xweb", "other", "", "w*", "w?b", "W?B"];
const accounts = [
  account,
  elsewhere,
  `${account.slice(0, 4)}99998888`,
  "999988887777",
  `${account.slice(0, 4)}*`,
];
const arns = [
  roleArn,
  userArn,
  `arn:aws:iam::${elsewhere}:role/other`,
  `arn:aws:iam::${account}:role/other`,
  `arn:aws-cn:iam::${account}:user/other`,
  "arn:aws:s3:::bucket",
];
const secrets = [
  encryptedSecret,
  `${encryptedSecret}2`,
  `${encryptedSecret}3`,
  encryptedSecret.toUpperCase(),
  `${encryptedSecret}2`.toUpperCase(),
  encryptedSecret.replace("eu-central-1", "us-east-1"),
  encryptedSecret.replace("eu-central-1", "us-east-1").toUpperCase(),
  encryptedSecret.replace("eu-central-1", "*"),
  encryptedSecret.replace("eu-central-1", "*").toUpperCase(),
  "other",
];
const [kms, secretsManager, codebuild, athena] = ["kms", "secretsmanager", "codebuild", "athena"].map(
  (service) => `${service}.amazonaws.com`,
);
const services = [kms, secretsManager, codebuild, athena, "x"].flatMap((each) => each ?? []);
const anyService = "*.amazonaws.com";
const moreServices = [...services, anyService, ...services.map((each) => each.toUpperCase())];
const keys = [
  "SecretARN",
  "SecretVersionId",
  "secretarn",
  "SECRETARN",
  "SecretOther",
  "Secret*",
  "SECRET*",
  "SECRETVERSIONID",
  "more",
  "other",
];
const absent = undefined;

export const possibleValues: Values = {
  "aws:PrincipalTag/team": [absent, ...moreTexts],
  "aws:PrincipalTag/none": [absent, ...moreTexts],
  "aws:PrincipalTag/bytes": [absent, "cGFzcw==", "cGFzcg==", "eA=="],
  "aws:RequestedRegion": [absent, "eu-central-1", ...moreTexts],
  "aws:ResourceTag/team": [absent, ...moreTexts],
  "secretsmanager:ResourceTag/team": [absent, ...moreTexts],
  "aws:PrincipalAccount": [absent, ...accounts],
  "aws:ResourceAccount": [absent, ...accounts],
  "kms:CallerAccount": [absent, ...accounts],
  "aws:PrincipalArn": [absent, ...arns],
  "aws:SourceArn": [absent, ...arns],
  "aws:MultiFactorAuthAge": [absent, "-2", "-1", "0", "5", "7", "10", "10.5", "11", "12"],
  "aws:CurrentTime": [
    absent,
    "2026-01-03T00:00:00Z",
    "2026-01-04T00:00:00Z",
    "2026-01-04T12:00:00Z",
    "2026-01-05T09:00:00Z",
    "2026-01-05T09:30:00Z",
    "2026-01-05T10:00:00Z",
    "2026-01-06T00:00:00Z",
  ],
  "aws:SecureTransport": [absent, "true", "false"],
  "aws:ViaAWSService": [absent, "true", "false"],
  "aws:SourceIp": [
    absent,
    "203.0.113.9",
    "203.0.113.10",
    "203.0.113.200",
    "198.51.100.7",
    "192.0.2.1",
    "10.0.0.1",
    "2001:db8::1",
    "2001:db9::1",
  ],
  "aws:CalledVia": [...listsOf(moreServices)],
  "kms:EncryptionContextKeys": [...listsOf(keys)],
  "kms:ViaService": [
    absent,
    "secretsmanager.eu-central-1.amazonaws.com",
    "secretsmanager.us-east-1.amazonaws.com",
    "s3.eu-central-1.amazonaws.com",
    "ec2.eu-central-1.amazonaws.com",
    "secretsmanager.*",
    "s3.*.amazonaws.com",
  ],
  "kms:EncryptionContext:SecretARN": [absent, ...secrets],
  "kms:EncryptionContext:more": [absent, "x", "other"],
  "secretsmanager:SecretId": [absent, ...secrets],
  "secretsmanager:VersionStage": [
    absent,
    "AWSCURRENT",
    "AWSPENDING",
    "AWSOTHER",
    "awscurrent",
    "awspending",
    "AWS*",
    "aws*",
    "other",
  ],
};

/** Keys that the request is said to have: of what they are without, the oracle thinks otherwise. */
export const present: readonly string[] = ["aws:CalledVia", "kms:EncryptionContextKeys"];

function listsOf(values: readonly string[]): readonly (readonly string[])[] {
  const pairs = values.flatMap((one, at) => values.slice(at + 1).map((other) => [one, other]));
  return [...values.map((value) => [value]), ...pairs, values.slice(0, 3), values];
}
