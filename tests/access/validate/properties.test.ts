import { type Decision, evaluate, type PolicyKind, validatePolicy } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../support/property-runs.ts";
import { account, allow, keyArn, policiesOf, requestOf, roleArn, root, secretArn } from "../support/ask.ts";

/** Each part of a policy, right and wrong ones, half of the time right. */
const versions = parts(["2012-10-17"], [undefined, "2008-10-17", "2012-10-18", 2012, null]);
const effects = parts(["Allow", "Deny"], ["allow", "", undefined, 1]);
const sids = parts([undefined, "Read", "Write2"], ["a-b", "", "with space", 7, null, ["x"]]);
const actions = parts(
  ["*", "secretsmanager:*", "kms:*", "sts:AssumeRole", ["kms:Decrypt", "kms:PutKeyPolicy"]],
  [[], "", "GetSecretValue", "a:b:c", "s*:x", 1, null, {}, ["kms:*", 3], ":", undefined],
);
const resources = parts(
  ["*", secretArn, ["arn:aws:s3:::b/*", `arn:aws:iam::*:user/\${aws:username}`], "arn:aws:sqs"],
  ["", [], "arn", "arn:x:y:::z", "arn:aws:s3::b", "arn:aws:*:::x", {}, [null], undefined, `arn:\${`],
);
const principals = parts(
  ["*", { AWS: account }, { AWS: [roleArn, root()] }, { Service: "codebuild.amazonaws.com" }],
  [{}, { AWS: [] }, { AWS: 1 }, { Role: "x" }, "x", [], null, { AWS: "arn:aws:iam::*:root" }, undefined],
);
const conditions = parts(
  [
    undefined,
    {},
    { StringEquals: { "aws:x": ["y", 1, true] } },
    { "ForAllValues:StringLikeIfExists": { "aws:TagKeys": "a*" } },
    { Null: { "aws:x": "true" }, Bool: { "aws:y": false } },
  ],
  [
    { StringContains: { a: "b" } },
    { StringContains: {} },
    { StringEquals: [] },
    { StringEquals: { a: {} } },
    { "ForAnyValue:Null": { a: "true" } },
    { constructor: { a: "b" } },
    [],
    "x",
    null,
  ],
);

function parts(right: readonly unknown[], wrong: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...right) }, fc.constantFrom(...wrong));
}

/** An element, its negation, neither or both. */
function either(name: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.oneof(
    { weight: 8, arbitrary: values.map((value) => ({ [name]: value })) },
    { weight: 2, arbitrary: values.map((value) => ({ [`Not${name}`]: value })) },
    fc.constant({}),
    values.map((value) => ({ [name]: value, [`Not${name}`]: value })),
  );
}

const statementOf = (kind: PolicyKind) =>
  fc
    .tuple(
      fc.record({ Sid: sids, Effect: effects, Condition: conditions }),
      either("Action", actions),
      kind === "trust" ? fc.constant({}) : either("Resource", resources),
      kind === "identity" ? fc.constant({}) : either("Principal", principals),
      fc.oneof({ weight: 12, arbitrary: fc.constant({}) }, fc.constant({ Resources: "*" })),
    )
    .map((all) => JSON.parse(JSON.stringify(Object.assign({}, ...all))));

const documentOf = (kind: PolicyKind) =>
  fc
    .record({
      Version: versions,
      Statement: fc.oneof(
        fc.array(statementOf(kind), { minLength: 1, maxLength: 2 }),
        statementOf(kind),
        fc.constantFrom<unknown>([], null, "x", [null]),
      ),
    })
    .map((document) => JSON.parse(JSON.stringify(document)));

/** What the evaluator says of a request when this is the policy of that kind. */
function decide(document: unknown, kind: PolicyKind): Decision {
  const named = { name: "drawn", document };
  if (kind === "identity") return evaluate(requestOf({}), policiesOf({ more: [named] }));
  const policies = policiesOf({ identity: [allow()], isKey: kind !== "resource" });
  const resource = { kind: "known", value: named } as const;
  const request = kind === "key" ? requestOf({ resource: keyArn, action: "kms:Decrypt" }) : requestOf({});
  return evaluate(request, { ...policies, resource });
}

test.each(["identity", "trust", "resource", "key"] as const)(
  "whatever has no fault as a policy of the kind %s, the evaluator can read",
  (kind) => {
    // Few of them are sound, so that fewer tries would show too little.
    const numRuns = 2_000;
    let sound = 0;
    fc.assert(
      fc.property(documentOf(kind), (document) => {
        if (validatePolicy(document, kind).length > 0) return;
        sound += 1;
        expect(JSON.stringify(decide(document, kind))).not.toContain("not valid");
      }),
      { numRuns },
    );
    expect(sound).toBeGreaterThan(numRuns / 100);
  },
);

test("whatever stands where a policy should, there is an answer, and each fault is somewhere in it", () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (anything, json) => {
      for (const kind of ["identity", "trust", "resource", "key"] as const) {
        for (const document of [anything, json, { Statement: json }, { Statement: [{ Condition: json }] }])
          for (const { path, message } of validatePolicy(document, kind)) {
            expect(path).toMatch(/^\$(\.\w+|\[\d+\]|\["(\\.|[^"\\])*"\])*$/);
            expect(message).toMatch(/\.$/);
          }
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

test("a policy made to take for ever takes no longer than others", () => {
  const Resource = `arn:${"*a".repeat(2_000)}:s3:::b`;
  const variables = "${".repeat(20_000);
  const document = {
    Version: "2012-10-17",
    Statement: [allow({ Resource: [Resource, variables], Action: `${"a:".repeat(20_000)}` })],
  };
  expect(validatePolicy(document, "identity").length).toBeGreaterThan(0);
});
