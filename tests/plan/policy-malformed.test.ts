/** What is at fault in the policies that decide about a pull is named. */
import { expect, test } from "vitest";
import { customerKey, type Found, given, planFor, project, secret, secretArn } from "./support.ts";

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of policies
const variable = "arn:aws:s3:::${aws:username}";

type RoleParts = Parameters<typeof given>[0]["role"];

const web = project("web", { credential: secretArn("registry/hub"), pullCredentials: "SERVICE_ROLE" });

function findingOn({ role = {}, found = secret("registry/hub") }: { role?: RoleParts; found?: Found }) {
  const plan = planFor(given({ projects: [web], secrets: [found], role }));
  return plan.findings.find(({ rule }) => rule === "policy-malformed");
}

const reads = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
const inline = (document: object | string) => ({
  inlinePolicies: new Map([["guard", typeof document === "string" ? document : JSON.stringify(document)]]),
});

test("nothing is said of policies that are well formed, nor of AWS's own", () => {
  const of2008 = {
    Version: "2008-10-17",
    Statement: [{ ...reads, Resource: variable }],
  };
  const managed = (arn: string) =>
    ({ managedPolicies: { kind: "known", value: new Map([[arn, of2008]]) } }) as const;
  expect(findingOn({ role: inline({ Version: "2012-10-17", Statement: [reads] }) })).toBeUndefined();
  expect(findingOn({ role: inline({ Statement: [reads] }) })).toBeUndefined();
  expect(findingOn({ role: managed("arn:aws:iam::aws:policy/ReadOnlyAccess") })).toBeUndefined();
  expect(findingOn({ role: managed("arn:aws:iam::111122223333:policy/own") })).toBeDefined();
});

test("a document without effect in part is low, with the place and the words of the fault", () => {
  const Statement = [{ ...reads, Resource: variable }];
  expect(findingOn({ role: inline({ Statement }) })).toMatchObject({
    severity: "low",
    mender: "role owner",
    blocks: false,
    evidence: [
      ["fault in guard", "$.Version: Policy variables are plain text without the Version 2012-10-17."],
    ],
  });
});

test("a document that is no policy is medium", () => {
  const finding = findingOn({ role: inline("{") });
  expect(finding).toMatchObject({ severity: "medium", mender: "role owner" });
  expect(finding?.evidence).toEqual([["fault in guard", "$: A policy must be a JSON object."]]);
});

test("a statement of a key policy that KMS stores and ignores is low: the rest of the policy is read", () => {
  const Statement = [
    { Effect: "Deny", Principal: "*", Resource: "*" },
    { Effect: "Allow", Principal: { AWS: web.role }, Action: "kms:Decrypt", Resource: "*" },
  ];
  const policy = { kind: "known", value: { Version: "2012-10-17", Statement } } as const;
  const found = secret("registry/hub", { key: customerKey({ policy }) });
  expect(findingOn({ found })).toMatchObject({ severity: "low", mender: "key administrator" });
});

const gone = "AROAJQABLZS4A3QDU576Q";
const principal = { AWS: gone };

test("a principal that is gone is named, in the trust policy, the secret's and the key's", () => {
  const statement = { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" };
  const policy = { Version: "2012-10-17", Statement: [{ ...reads, Principal: principal }] };
  const key = {
    Version: "2012-10-17",
    Statement: [{ ...reads, Action: "kms:Decrypt", Principal: principal }],
  };
  const on = "$.Statement[0].Principal.AWS";
  const says = `There is no role or user ${gone}.`;
  const codeBuild = { ...statement, Principal: { Service: "codebuild.amazonaws.com" } };
  const withTrust = { trust: { Version: "2012-10-17", Statement: [statement, codeBuild] } };
  expect(findingOn({ role: withTrust })).toMatchObject({
    mender: "role owner",
    evidence: [["fault in trust policy", `${on}: ${says}`]],
  });
  const found = secret("registry/hub", { policy: { kind: "known", value: policy } });
  expect(findingOn({ found })).toMatchObject({
    mender: "secret owner",
    evidence: [["fault in resource policy", `${on}: ${says}`]],
  });
  const keyed = secret("registry/hub", { key: customerKey({ policy: { kind: "known", value: key } }) });
  expect(findingOn({ found: keyed })).toMatchObject({
    mender: "key administrator",
    evidence: [["fault in key policy", `${on}: ${says}`]],
  });
});

test("of many faults the first five are told, and how many more there are", () => {
  const Action = Array.from({ length: 8 }, (_, at) => `s3:Get Object${at}`);
  const { evidence = [] } =
    findingOn({ role: inline({ Version: "2012-10-17", Statement: [{ ...reads, Action }] }) }) ?? {};
  expect(evidence).toHaveLength(6);
  expect(evidence.at(-1)).toEqual(["more faults", "3"]);
});
