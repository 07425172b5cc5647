import { expect, test } from "vitest";
import {
  account,
  allow,
  ask,
  deny,
  elsewhere,
  type Question,
  read,
  roleArn,
  root,
  sessionArn,
  told,
} from "./support/ask.ts";

const nothing = [allow({ Action: "s3:*" })];
const to = (AWS: string | readonly string[]) => allow({ Principal: { AWS } });
const theRoot = { kind: "root", arn: root(), account } as const;
const events = { kind: "service", service: "events.amazonaws.com" } as const;

interface Row {
  readonly what: string;
  readonly question: Question;
  readonly is: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
const rows: readonly Row[] = [
  { what: "no policy", question: {}, is: "denied for lack of identity, resource" },
  { what: "an identity policy", question: { identity: [allow()] }, is: "allowed" },
  {
    what: "an identity policy for another action",
    question: { identity: nothing },
    is: "denied for lack of identity, resource",
  },
  { what: "a denial beside it", question: { identity: [allow(), deny()] }, is: "denied by own[1]" },
  { what: "a resource policy for the role", question: { onResource: [to(roleArn)] }, is: "allowed" },
  { what: "a resource policy for the session", question: { onResource: [to(sessionArn)] }, is: "allowed" },
  {
    what: "a resource policy for everyone",
    question: { onResource: [allow({ Principal: "*" })] },
    is: "allowed",
  },
  {
    what: "a resource policy for the account",
    question: { onResource: [to(root())] },
    is: "denied for lack of identity, resource",
  },
  {
    what: "a resource policy that denies the account",
    question: { identity: [allow()], onResource: [deny({ Principal: { AWS: account } })] },
    is: "denied by on the resource[0]",
  },
  {
    what: "service control at every level",
    question: { identity: [allow()], levels: [[allow()], [allow()]] },
    is: "allowed",
  },
  {
    what: "service control but for one level",
    question: { identity: [allow()], levels: [[allow()], nothing] },
    is: "denied for lack of serviceControl",
  },
  {
    what: "service control with a level that is empty",
    question: { identity: [allow()], levels: [[allow()], []] },
    is: "denied for lack of serviceControl",
  },
  {
    what: "nothing, and service control neither",
    question: { levels: [[allow()], nothing] },
    is: "denied for lack of identity, resource, serviceControl",
  },
  {
    what: "service control that denies under a condition that holds",
    question: {
      identity: [allow()],
      levels: [[allow(), deny({ Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } } })]],
      context: { "aws:RequestedRegion": "eu-central-1" },
    },
    is: "denied by level 0[1]",
  },
  {
    what: "service control that denies below a level that allows nothing",
    question: { identity: [allow()], levels: [nothing, [allow(), deny()]] },
    is: "denied by level 1[1]",
  },
  {
    what: "service control that denies",
    question: { identity: [allow()], levels: [[allow(), deny({ Action: read })]] },
    is: "denied by level 0[1]",
  },
  {
    what: "service control and a resource policy",
    question: { onResource: [to(roleArn)], levels: [nothing] },
    is: "denied for lack of serviceControl",
  },
  {
    what: "service control over a service-linked role",
    question: {
      principal: {
        kind: "role",
        arn: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/X`,
        account,
      },
      identity: [allow()],
      levels: [nothing],
    },
    is: "allowed",
  },
  {
    what: "another account, identity alone",
    question: { owner: elsewhere, identity: [allow()] },
    is: "denied for lack of resource",
  },
  {
    what: "another account, resource alone",
    question: { owner: elsewhere, onResource: [to(roleArn)] },
    is: "denied for lack of identity",
  },
  {
    what: "another account, neither",
    question: { owner: elsewhere },
    is: "denied for lack of identity, resource",
  },
  {
    what: "another account, and a denial of one's own",
    question: { owner: elsewhere, identity: [allow(), deny()], onResource: [to(roleArn)] },
    is: "denied by own[1]",
  },
  {
    what: "another account that denies",
    question: { owner: elsewhere, identity: [allow()], onResource: [to(account), deny({ Principal: "*" })] },
    is: "denied by on the resource[1]",
  },
  {
    what: "another account, both",
    question: { owner: elsewhere, identity: [allow()], onResource: [to(roleArn)] },
    is: "allowed",
  },
  {
    what: "another account that trusts the whole account",
    question: { owner: elsewhere, identity: [allow()], onResource: [to(account)] },
    is: "allowed",
  },
  {
    what: "another account that trusts its own",
    question: { owner: elsewhere, identity: [allow()], onResource: [to(root(elsewhere))] },
    is: "denied for lack of resource",
  },
  {
    what: "another account, both, and a boundary",
    question: { owner: elsewhere, identity: [allow()], onResource: [to(sessionArn)], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "the root of the account, who needs no policy",
    question: { principal: theRoot },
    is: "allowed",
  },
  {
    what: "the root of the account, and service control that does not allow it",
    question: { principal: theRoot, levels: [nothing] },
    is: "denied for lack of serviceControl",
  },
  {
    what: "the root of the account, whom the resource denies",
    question: { principal: theRoot, onResource: [deny({ Principal: "*" })] },
    is: "denied by on the resource[0]",
  },
  {
    what: "the root of the account, and a key of another that does not speak of it",
    question: { principal: theRoot, owner: elsewhere, onResource: [to(root(elsewhere))] },
    is: "denied for lack of resource",
  },
  {
    what: "the root of the account, and a key policy that speaks of others",
    question: { principal: theRoot, isKey: true, onResource: [to(roleArn)] },
    is: "denied for lack of key",
  },
  {
    what: "a service that the resource names",
    question: { principal: events, onResource: [allow({ Principal: { Service: events.service } })] },
    is: "allowed",
  },
  {
    what: "a service that the resource does not name",
    question: { principal: events, onResource: [allow({ Principal: { Service: "sns.amazonaws.com" } })] },
    is: "denied for lack of resource",
  },
  {
    what: "a service, which identity policies are not about",
    question: { principal: events, identity: [allow(), deny()], levels: [nothing], boundary: nothing },
    is: "denied for lack of resource",
  },
];

test.each(rows)("$what: $is", ({ question, is }) => {
  expect(told(ask(question))).toBe(is);
});

test("the answer names every statement that allows, with its Sid", () => {
  const decision = ask({ identity: [deny({ Action: "s3:*" }), allow({ Sid: "Mine" })], boundary: [allow()] });
  expect(decision).toEqual({
    kind: "allowed",
    by: [
      { layer: "identity", policy: "own", index: 1, sid: "Mine" },
      { layer: "boundary", policy: "boundary", index: 0 },
    ],
  });
});
