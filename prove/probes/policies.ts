/** Which policy documents AWS stores, and with which words it refuses the others. */

import { PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { type Asking, neutral, type Probe, refusalOf, settled } from "../probe.ts";
import { allow, codeBuild, policyOf } from "../resources.ts";

type Documents = Readonly<Record<string, string>>;

async function answersTo(
  { account, resources }: Asking,
  documents: Documents,
  put: (document: string) => Promise<unknown>,
) {
  const facts: Record<string, string> = {};
  for (const [what, document] of Object.entries(documents))
    facts[what] = neutral(await refusalOf(put(document)), account, resources.prefix);
  return settled(facts);
}

const describe = allow("secretsmanager:DescribeSecret");
const when = (operator: string, key: string, value: string) =>
  policyOf({ ...describe, Condition: { [operator]: { [key]: value } } });

export const rolePolicies: Probe = {
  id: "role-policies",
  question: "Which policies of a role does IAM store?",
  matters: "The validator calls a policy refused, or stored without effect; the sandbox does as it says.",
  files: ["packages/access/src/validate/condition.ts", "packages/access/src/validate/document.ts"],
  cost: { dollars: 0, creates: "a role" },
  async ask(asking) {
    const { account, resources } = asking;
    await resources.role("stored");
    const RoleName = resources.nameOf("stored");
    const documents: Documents = {
      "no version": JSON.stringify({ Statement: describe }),
      "the version before": JSON.stringify({ Version: "2008-10-17", Statement: describe }),
      "an Id": JSON.stringify({ Version: "2012-10-17", Id: "probe", Statement: describe }),
      "a number that is none": when("NumericEquals", "s3:max-keys", "ten"),
      "neither true nor false": when("Bool", "aws:SecureTransport", "1"),
      "Null with another word": when("Null", "aws:TagKeys", "yes"),
      "an address that is none": when("IpAddress", "aws:SourceIp", "10.0.0.0/33"),
      "bytes that are no base64": when("BinaryEquals", "aws:x", "!"),
      "an ARN that is none": when("ArnLike", "aws:SourceArn", "project/web"),
      "a date that is none": when("DateGreaterThan", "aws:CurrentTime", "tomorrow"),
      "an operator in small letters": when("stringequals", "aws:RequestedRegion", "x"),
      "a wildcard for the service of an ARN": policyOf(
        allow("secretsmanager:DescribeSecret", "arn:aws:*:*:*:secret"),
      ),
      "any partition": policyOf(allow("secretsmanager:DescribeSecret", "arn:*:secretsmanager:*:*:secret:x")),
      "a Sid with a hyphen": policyOf({ ...describe, Sid: "a-b" }),
    };
    return answersTo(asking, documents, (PolicyDocument) =>
      account.clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "probe", PolicyDocument })),
    );
  },
};

export const trustPolicies: Probe = {
  id: "trust-policies",
  question: "Which trust policies does IAM store?",
  matters: "The sandbox refuses what IAM refuses, with its words.",
  files: ["packages/sandbox/src/services/iam/documents.ts"],
  cost: { dollars: 0, creates: "a role" },
  async ask(asking) {
    const { account, resources } = asking;
    await resources.role("trusting");
    const RoleName = resources.nameOf("trusting");
    const trust = (over: object) => {
      const statement = { Effect: "Allow", Principal: codeBuild, Action: "sts:AssumeRole", ...over };
      const given = Object.entries(statement).filter(([, value]) => value !== undefined);
      return policyOf(Object.fromEntries(given));
    };
    const documents: Documents = {
      "no JSON": "{",
      "another version": JSON.stringify({ Version: "2012-10-18", Statement: [] }),
      "no statement": policyOf(),
      "no effect": trust({ Effect: undefined }),
      "no principal": trust({ Principal: undefined }),
      "everybody, as a text": trust({ Principal: "*" }),
      NotPrincipal: trust({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: account.id } }),
      "NotPrincipal with Allow": trust({ Principal: undefined, NotPrincipal: { AWS: account.id } }),
      "a kind of principal that there is not": trust({ Principal: { Role: "x" } }),
      "a role that there is not": trust({
        Principal: { AWS: `arn:${account.partition}:iam::${account.id}:role/${resources.nameOf("none")}` },
      }),
      "a service without its domain": trust({ Principal: { Service: "codebuild" } }),
      "a service that there is not": trust({ Principal: { Service: "pullpass-probe.amazonaws.com" } }),
      "no action": trust({ Action: undefined }),
      "every action": trust({ Action: "*" }),
      "every action of STS": trust({ Action: "sts:*" }),
      "another service's action": trust({ Action: "s3:GetObject" }),
      "a resource": trust({ Resource: "*" }),
      NotResource: trust({ NotResource: "*" }),
      "a Sid with a hyphen": trust({ Sid: "a-b" }),
    };
    return answersTo(asking, documents, (PolicyDocument) =>
      account.clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
    );
  },
};

export const keyPolicies: Probe = {
  id: "key-policies",
  question: "Which key policies does KMS store?",
  matters: "The sandbox refuses what KMS refuses, with its words.",
  files: ["packages/access/src/validate/action.ts", "packages/sandbox/src/services/kms/key-policy.ts"],
  cost: { dollars: 0.01, creates: "a key" },
  async ask(asking) {
    const { account } = asking;
    const KeyId = await asking.resources.key();
    const root = { AWS: `arn:${account.partition}:iam::${account.id}:root` };
    const all = { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
    // each of them leaves the key to the account, so that it can be deleted in the end
    const beside = (statement: object) => policyOf(all, statement);
    const documents: Documents = {
      "no JSON": "{",
      "no statement": policyOf(),
      "a statement without an action": beside({ Effect: "Allow", Principal: root, Resource: "*" }),
      "a statement without a resource": beside({ Effect: "Allow", Principal: root, Action: "kms:Decrypt" }),
      "a statement without a principal": beside({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }),
      "another service's action": beside({ ...all, Action: "s3:GetObject" }),
      "a role that there is not": beside({
        ...all,
        Principal: { AWS: `${root.AWS.slice(0, -4)}role/${asking.resources.nameOf("none")}` },
      }),
      "two statements with one Sid": policyOf({ ...all, Sid: "x" }, { ...all, Sid: "x" }),
      "more than 32 kB": beside({ ...all, Sid: "x".repeat(33_000) }),
    };
    return answersTo(asking, documents, (Policy) =>
      account.clients.kms.send(new PutKeyPolicyCommand({ KeyId, Policy })),
    );
  },
};

/** Whatever is no JSON is refused for certain; anything else might replace what the account's bus has. */
export const busPolicies: Probe = {
  id: "bus-policies",
  question: "With which words does EventBridge refuse a policy of a bus that is no JSON?",
  matters: "The sandbox answers with these words.",
  files: ["packages/sandbox/src/services/events/bus.ts"],
  cost: { dollars: 0, creates: "nothing" },
  ask: (asking) =>
    answersTo(asking, { "no JSON": "{" }, (Policy) =>
      asking.account.clients.events.send(new PutPermissionCommand({ Policy })),
    ),
};
