import { expect, test } from "vitest";
import {
  account,
  allow,
  ask,
  deny,
  elsewhere,
  type Question,
  read,
  role,
  roleArn,
  root,
  sessionArn,
  told,
  user,
  userArn,
} from "./support/ask.ts";

const nothing = [allow({ Action: "s3:*" })];
const to = (AWS: string | readonly string[]) => allow({ Principal: { AWS } });
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
    what: "a boundary that allows it",
    question: { identity: [allow()], boundary: [allow()] },
    is: "allowed",
  },
  {
    what: "a boundary that does not",
    question: { identity: [allow()], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "a boundary alone",
    question: { boundary: [allow()] },
    is: "denied for lack of identity, resource",
  },
  {
    what: "a boundary that denies",
    question: { identity: [allow()], boundary: [allow(), deny()] },
    is: "denied by boundary[1]",
  },
  {
    what: "a boundary, and the resource names the role",
    question: { onResource: [to(roleArn)], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "a boundary, and the resource names the session",
    question: { onResource: [to(sessionArn)], boundary: nothing },
    is: "allowed",
  },
  {
    what: "a boundary, and the resource names the user",
    question: { principal: user, onResource: [to(userArn)], boundary: nothing },
    is: "allowed",
  },
  {
    what: "a boundary, and the resource names the role by a condition",
    question: {
      onResource: [allow({ Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } } })],
      boundary: nothing,
      context: { "aws:PrincipalArn": roleArn },
    },
    is: "denied for lack of boundary",
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

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
test.each([
  ["the account, the role and the session", [root(), roleArn, sessionArn], "allowed"],
  ["the account by its number", [account, roleArn, sessionArn], "allowed"],
  ["the account and the role", [root(), roleArn], "denied by on the resource[0]"],
  ["the role and the session", [roleArn, sessionArn], "denied by on the resource[0]"],
  ["the account", [root()], "denied by on the resource[0]"],
  ["everyone", ["*"], "allowed"],
])("a denial that spares %s: %s", (_, AWS, is) => {
  const onResource = [deny({ NotPrincipal: { AWS } })];
  expect(told(ask({ identity: [allow()], onResource }))).toBe(is);
});

test("a denial spares a user that it names with its account, and a session that nobody knows by any of the role's", () => {
  const sparing = (AWS: readonly string[]) => [deny({ NotPrincipal: { AWS } })];
  const { sessionArn: _, ...unknownSession } = { ...role, sessionArn };
  const kind = (principal: Question["principal"], AWS: readonly string[]) =>
    ask({ ...(principal && { principal }), identity: [allow()], onResource: sparing(AWS) }).kind;
  expect(kind(user, [root(), userArn])).toBe("allowed");
  expect(kind(user, [userArn])).toBe("denied");
  expect(kind(unknownSession, [root(), roleArn, sessionArn])).toBe("allowed");
  expect(kind(unknownSession, [root(), roleArn])).toBe("denied");
});

const other = { Action: undefined, NotAction: ["s3:*", "SecretsManager:get*"] };

test.each([
  ["secretsmanager:GetSecretValue", true],
  ["SECRETSMANAGER:getsecretvalue", true],
  ["secretsmanager:Get*", true],
  ["secretsmanager:?etSecretValue", true],
  ["secretsmanager:*Value", true],
  ["*:GetSecretValue", true],
  ["secretsmanager", false],
  ["secretsmanager:GetSecret", false],
  ["kms:*", false],
])("the action %s covers reading a secret: %s", (Action, covers) => {
  expect(ask({ identity: [allow({ Action })] }).kind === "allowed").toBe(covers);
  expect(ask({ identity: [allow({ Action: undefined, NotAction: Action })] }).kind === "allowed").toBe(
    !covers,
  );
});

test("an action that is excepted with others is excepted", () => {
  expect(ask({ identity: [allow(other)] }).kind).toBe("denied");
  expect(ask({ identity: [allow(other)], action: "secretsmanager:ListSecrets" }).kind).toBe("allowed");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
test.each([
  ["*", true],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-a1b2c3", true],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:HUB-a1b2c3", false],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-??????", true],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub", false],
  ["arn:aws:secretsmanager:*:111122223333:secret:hub-*", true],
  ["arn:aws:secretsmanager:eu-*-1:*:secret:hub-*", true],
  ["arn:aws:secretsmanager:*", true],
  ["arn:aws:secretsmanager:*:secret:hub-a1b2c3", true],
  ["arn:aws:secretsmanager:eu-c*3:secret:hub-a1b2c3", false],
  ["arn:aws:secretsmanager:eu-central-1?111122223333:secret:hub-a1b2c3", false],
  ["arn:aws:kms:*", false],
])("the resource %s covers the secret: %s", (Resource, covers) => {
  expect(ask({ identity: [allow({ Resource })] }).kind === "allowed").toBe(covers);
  expect(ask({ identity: [allow({ Resource: undefined, NotResource: Resource })] }).kind === "allowed").toBe(
    !covers,
  );
});
