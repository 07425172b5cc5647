/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables */
import { expect, test } from "vitest";
import { account, allow, ask, deny, type Question, roleArn, root, secretArn } from "./support/ask.ts";
import { type Answer, answerOf, askOracle } from "./support/ask-oracle.ts";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
const queue = `arn:aws:sqs:eu-central-1:${account}:web`;
const team = { "aws:PrincipalTag/team": "web" };
const when = (operator: string, key: string, value: unknown) => [
  allow({ Condition: { [operator]: { [key]: value } } }),
];

interface Row {
  readonly what: string;
  readonly question: Question;
  readonly ours: Answer;
  readonly theirs: Answer;
  /** The page that we follow; none: nothing says it, and a request to IAM would settle it. */
  readonly page?: string;
}

/** Where the oracle and the documentation part. None of it is generated; each row fails once they no longer do. */
const rows: readonly Row[] = [
  {
    what: "variables come with the version of 2012",
    question: {
      more: [
        {
          name: "old",
          document: {
            Version: "2008-10-17",
            Statement: when("StringEquals", "aws:RequestedRegion", "${aws:PrincipalTag/team}"),
          },
        },
      ],
      context: { ...team, "aws:RequestedRegion": "web" },
    },
    ours: "denied implicit",
    theirs: "allowed",
    page: `${guide}reference_policies_variables.html`,
  },
  {
    what: "a variable stands anywhere after the fifth colon, though no type goes before it",
    question: {
      action: "sqs:SendMessage",
      resource: queue,
      identity: [allow({ Resource: queue.replace("web", "${aws:PrincipalTag/team}") })],
      context: team,
    },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_variables.html`,
  },
  {
    what: "a variable that nothing resolves voids the statement, with all its other values",
    question: {
      identity: when("StringEquals", "aws:PrincipalTag/team", ["web", "${aws:PrincipalTag/none}"]),
      context: team,
    },
    ours: "denied implicit",
    theirs: "allowed",
    page: `${guide}reference_policies_variables.html#policy-vars-no-value`,
  },
  {
    what: "nothing equals a variable that nothing resolves",
    question: {
      identity: [
        allow(),
        deny({ Condition: { StringNotEquals: { "aws:PrincipalTag/team": "${aws:PrincipalTag/none}" } } }),
      ],
      context: team,
    },
    ours: "denied explicit",
    theirs: "allowed",
    page: `${guide}reference_policies_variables.html#policy-vars-no-value`,
  },
  {
    what: "no resource is like one with a variable that nothing resolves, so that NotResource spares none",
    question: {
      identity: [
        allow(),
        { Effect: "Deny", Action: "*", NotResource: `${secretArn}\${aws:PrincipalTag/none}` },
      ],
    },
    ours: "denied explicit",
    theirs: "allowed",
    page: `${guide}reference_policies_variables.html#policy-vars-no-value`,
  },
  {
    what: "${*} is an asterisk for every operator",
    question: {
      identity: when("StringEquals", "aws:PrincipalTag/team", "a${*}b"),
      context: { "aws:PrincipalTag/team": "a*b" },
    },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_variables.html#policy-vars-specialchars`,
  },
  {
    what: "a variable whose value is empty has a value",
    question: {
      identity: when("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/team}"),
      context: { "aws:PrincipalTag/team": "" },
    },
    ours: "allowed",
    theirs: "denied implicit",
  },
  {
    what: "a * that ends a segment goes on beyond its colon, wherever it stands",
    question: { identity: [allow({ Resource: "arn:aws:secretsmanager:*:secret:hub-a1b2c3" })] },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_elements_resource.html`,
  },
  {
    what: "NotResource spares what its ARN covers, and nothing else, though it is cut short",
    question: { identity: [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:kms:eu-central-1:*" }] },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_elements_notresource.html`,
  },
  {
    what: "every address is in 0.0.0.0/0",
    question: {
      identity: when("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
      context: { "aws:SourceIp": "203.0.113.9" },
    },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
  },
  {
    what: "an address of IPv6 is not one of IPv4",
    question: {
      identity: when("NotIpAddress", "aws:SourceIp", "203.0.113.9"),
      context: { "aws:SourceIp": "2001:db8::1" },
    },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
  },
  {
    what: "a date may be in seconds since 1970",
    question: {
      identity: when("DateEquals", "aws:CurrentTime", "1767603600"),
      context: { "aws:CurrentTime": "2026-01-05T09:00:00Z" },
    },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_elements_condition_operators.html#Conditions_Date`,
  },
  {
    what: "what is no number equals none",
    question: {
      identity: when("NumericNotEquals", "aws:MultiFactorAuthAge", "ten"),
      context: { "aws:MultiFactorAuthAge": "10" },
    },
    ours: "allowed",
    theirs: "denied implicit",
  },
  {
    what: "what is no ARN is like none",
    question: {
      identity: when("ArnNotLike", "aws:PrincipalArn", "arn:aws:*:role/*"),
      context: { "aws:PrincipalArn": roleArn },
    },
    ours: "allowed",
    theirs: "denied implicit",
  },
  {
    what: "a key without values is null",
    question: { identity: when("Null", "aws:CalledVia", "true"), context: { "aws:CalledVia": [] } },
    ours: "allowed",
    theirs: "denied implicit",
    page: `${guide}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  },
  {
    // The page of the condition operators has `Bool` take variables, too: which of the two is right is unverified.
    what: "variables are for texts and ARNs",
    question: {
      identity: when("Bool", "aws:SecureTransport", "${aws:PrincipalTag/is}"),
      context: { "aws:SecureTransport": "true", "aws:PrincipalTag/is": "true" },
    },
    ours: "denied implicit",
    theirs: "allowed",
    page: `${guide}reference_policies_variables.html#policy-vars-wheretouse`,
  },
  {
    what: "a role that is spared is named with its session and its account",
    question: { identity: [allow()], onResource: [deny({ NotPrincipal: { AWS: [root(), roleArn] } })] },
    ours: "denied explicit",
    theirs: "allowed",
    page: `${guide}reference_policies_elements_notprincipal.html`,
  },
  {
    what: "a role has a trust policy, without which nobody assumes it",
    question: {
      action: "sts:AssumeRole",
      resource: `arn:aws:iam::${account}:role/deploy`,
      isKey: true,
      identity: [allow()],
    },
    ours: "denied implicit",
    theirs: "allowed",
    page: `${guide}reference_policies_evaluation-logic_policy-eval-basics-single-account.html`,
  },
  {
    what: "service control policies do not limit service-linked roles",
    question: {
      principal: {
        kind: "role",
        arn: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/X`,
        account,
      },
      identity: [allow()],
      levels: [[]],
    },
    ours: "allowed",
    theirs: "denied implicit",
    page: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
  },
];

test.each(rows)("$what", async ({ question, ours, theirs }) => {
  expect(answerOf(ask(question))).toBe(ours);
  expect(await askOracle(question)).toBe(theirs);
});
