import { expect, test } from "vitest";
import {
  account,
  allow,
  ask,
  deny,
  type Question,
  roleArn,
  sessionArn,
  told,
  user,
  userArn,
} from "./support/ask.ts";

const nothing = [allow({ Action: "s3:*" })];
const to = (AWS: string | readonly string[]) => allow({ Principal: { AWS } });

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
const rows: readonly { what: string; question: Question; is: string }[] = [
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
    what: "a boundary, and the resource names everyone, and a condition the role",
    question: {
      onResource: [allow({ Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } } })],
      boundary: nothing,
      context: { "aws:PrincipalArn": roleArn },
    },
    is: "allowed",
  },
  {
    what: "a boundary, and the resource names everyone",
    question: { onResource: [allow({ Principal: "*" })], boundary: nothing },
    is: "allowed",
  },
  {
    what: "a boundary that denies, and the resource names the session",
    question: { onResource: [to(sessionArn)], boundary: [allow(), deny()] },
    is: "denied by boundary[1]",
  },
  {
    what: "a boundary, and the resource names the session, narrowed by a condition on its role",
    question: {
      onResource: [{ ...to(sessionArn), Condition: { ArnLike: { "aws:PrincipalArn": roleArn } } }],
      boundary: nothing,
      context: { "aws:PrincipalArn": roleArn },
    },
    is: "allowed",
  },
  {
    what: "a boundary, and the resource names everyone, and a condition the user",
    question: {
      principal: user,
      onResource: [allow({ Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": userArn } } })],
      boundary: nothing,
      context: { "aws:PrincipalArn": userArn },
    },
    is: "allowed",
  },
  {
    what: "a boundary, and the resource names the account",
    question: { identity: [allow()], onResource: [to(account)], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "a boundary, and nothing that allows",
    question: { boundary: nothing },
    is: "denied for lack of identity, resource, boundary",
  },
];

test.each(rows)("$what: $is", ({ question, is }) => {
  expect(told(ask(question))).toBe(is);
});
