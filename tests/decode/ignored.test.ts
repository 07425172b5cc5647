import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordReaders } from "../../packages/core/src/decode/cloudtrail.ts";
import { decodeEvent } from "../../packages/core/src/decode/decode.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { bent, recorded, recordNames } from "./support/records.ts";
import { replaced } from "./support/replaced.ts";

const account = "111122223333";

describe("what asks for nothing is ignored, and the reason says why", () => {
  test.each([
    ["nothing", undefined, "it is not a JSON object"],
    ["null", null, "it is not a JSON object"],
    ["a list", [], "it is not a JSON object"],
    ["a text", "event", "it is not a JSON object"],
    ["no envelope", {}, "it is not an EventBridge event: it lacks source or detail-type"],
    [
      "an envelope without a source",
      { ...recorded("CreateSecret"), source: undefined },
      "it is not an EventBridge event: it lacks source or detail-type",
    ],
    [
      "a bare record",
      recorded("CreateSecret").detail,
      "it is not an EventBridge event: it lacks source or detail-type",
    ],
    [
      "an envelope without a record",
      { ...recorded("CreateSecret"), detail: null },
      "its detail is not a CloudTrail record: it has no eventName",
    ],
    [
      "a build that succeeded",
      recorded("BuildStateChange-succeeded"),
      "the build did not fail: its status is SUCCEEDED",
    ],
    [
      "a build that failed later",
      recorded("BuildStateChange-build-failed"),
      "the build failed in its phase BUILD, not in PROVISIONING, where the image is pulled",
    ],
    [
      "a call nobody asked about",
      recorded("UpdateProjectVisibility"),
      "pullpass does not act on aws.codebuild UpdateProjectVisibility",
    ],
    [
      "a read of a secret",
      recorded("GetSecretValue-denied"),
      "pullpass does not act on aws.secretsmanager GetSecretValue",
    ],
    [
      "a denied call, with its request null",
      recorded("PutRolePolicy-denied"),
      "PutRolePolicy failed and changed nothing: AccessDenied",
    ],
    [
      "a failed call with its request",
      bent("DeleteSecret", { errorCode: "ResourceNotFoundException" }),
      "DeleteSecret failed and changed nothing: ResourceNotFoundException",
    ],
    [
      "a failed call with a message alone",
      bent("DeleteSecret", { errorMessage: "no" }),
      "DeleteSecret failed and changed nothing: no",
    ],
    [
      "a read-only call",
      bent("TagResource", { readOnly: true }),
      "TagResource only read, and changed nothing",
    ],
    [
      "a read-only call, as text",
      bent("TagResource", { readOnly: "true" }),
      "TagResource only read, and changed nothing",
    ],
    [
      "another service",
      bent("TagResource", {}, { source: "aws.s3" }),
      "pullpass does not act on aws.s3 TagResource",
    ],
    [
      "another type of event",
      bent("TagResource", {}, { "detail-type": "Secret Expired" }),
      'pullpass does not act on aws.secretsmanager events of type "Secret Expired"',
    ],
    [
      "a label that no pull reads",
      bent("SecretLabelUpdated", { labelUpdated: "TEAM" }),
      "a pull reads the version with the label AWSCURRENT, and this is the label TEAM",
    ],
    [
      "a label of a secret that is not named",
      bent("SecretLabelUpdated", { name: undefined }, { resources: [] }),
      "this Secret Label Updated does not say which secret",
    ],
    [
      "a build event that is not CodeBuild's",
      { ...recorded("BuildStateChange-provisioning-failed"), source: "acme" },
      'pullpass does not act on acme events of type "CodeBuild Build State Change"',
    ],
    [
      "another schedule's source",
      { ...recorded("ScheduledEvent"), source: "acme" },
      'pullpass does not act on acme events of type "Scheduled Event"',
    ],
    [
      "a new version of a policy that is not its default",
      bent("CreatePolicyVersion", { requestParameters: { policyArn: "arn:aws:iam::1:policy/x" } }),
      "the new version of the policy is not its default",
    ],
    [
      "tags of other things",
      bent("TagResources", { requestParameters: { resourceARNList: ["arn:aws:s3:::bucket", 7] } }),
      "this TagResources names no secret, project or role",
    ],
    [
      "a tag of another thing",
      {
        ...recorded("TagChangeOnResource"),
        resources: ["arn:aws:ec2:eu-central-1:111122223333:instance/i-1"],
        detail: { service: "ec2", "resource-type": "instance" },
      },
      "pullpass does not act on tags of ec2 instance",
    ],
    [
      "a tag of nothing",
      { ...recorded("TagChangeOnResource"), resources: [], detail: null },
      "pullpass does not act on tags of what is not named",
    ],
    [
      "a member that every object inherits",
      bent("TagResource", { eventName: "constructor" }),
      "pullpass does not act on aws.secretsmanager constructor",
    ],
  ])("%s", (_, event, reason) => {
    expect(decodeEvent(event)).toEqual({ kind: "ignored", reason });
  });
});

describe("what pullpass itself did asks for nothing", () => {
  const own = `arn:aws:iam::${account}:role/pullpass/reconcile`;
  const reason = "pullpass made this UpdateProject itself";
  const session = `arn:aws:sts::${account}:assumed-role/reconcile/1234`;
  const issued = (arn: string) => ({
    type: "AssumedRole",
    arn: session,
    sessionContext: { sessionIssuer: { arn } },
  });

  test.each([
    ["by the session's issuer", issued(own)],
    ["by the role's name, when the session has none", { arn: session.replace("/1234", "") }],
    ["by the session's name, when no issuer is given", { type: "AssumedRole", arn: session }],
    [
      "by the session's name, when the issuer is empty",
      { arn: session, sessionContext: { sessionIssuer: {} } },
    ],
  ])("it is known %s", (_, userIdentity) => {
    const ownRoles = [`arn:aws:iam::${account}:role/ingest`, own];
    expect(decodeEvent(bent("UpdateProject", { userIdentity }), { ownRoles })).toEqual({
      kind: "ignored",
      reason,
    });
  });

  test.each([
    ["a role of the same name under another path", issued(`arn:aws:iam::${account}:role/reconcile`)],
    ["a role of the same name in another account", { arn: session.replace(account, "444455556666") }],
    ["a role of the same name in another partition", { arn: session.replace("aws:", "aws-cn:") }],
    ["a role whose name only begins alike", { arn: session.replace("reconcile", "reconciler") }],
    ["a session named like the role", { arn: `arn:aws:sts::${account}:assumed-role/other/reconcile` }],
    ["a user named like the role", { arn: `arn:aws:iam::${account}:user/reconcile` }],
    ["nobody", undefined],
  ])("%s is someone else", (_, userIdentity) => {
    const event = bent("UpdateProject", { userIdentity });
    expect(decodeEvent(event, { ownRoles: [own] })).toMatchObject({ kind: "project-changed" });
  });

  test("a call with an empty error did not fail", () => {
    expect(decodeEvent(bent("UpdateProject", { errorCode: "", errorMessage: null }))).toMatchObject({
      kind: "project-changed",
    });
  });

  test("without own roles nothing is its own", () => {
    const event = bent("UpdateProject", { userIdentity: issued(own) });
    expect(decodeEvent(event)).toMatchObject({ kind: "project-changed" });
    const bare = bent("UpdateProject", { userIdentity: { arn: session } });
    for (const ownRoles of [[], ["not an ARN", ""]]) {
      expect(decodeEvent(event, { ownRoles })).toMatchObject({ kind: "project-changed" });
      expect(decodeEvent(bare, { ownRoles })).toMatchObject({ kind: "project-changed" });
    }
  });
});

test("every event that is read has a record here", () => {
  const names = [...recordReaders.values()].flatMap((readers) => [...readers.keys()]);
  expect(recordNames).toEqual(expect.arrayContaining(names));
});

describe("it never throws", () => {
  const kinds = /^(ignored|sweep|several|secret-|project-|build-|role-|policy-|key-)/;

  test("whatever JSON comes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (event) => {
        const decoded = decodeEvent(event);
        expect(decoded.kind).toMatch(kinds);
        expect(decoded).not.toMatchObject({ reason: expect.stringContaining("cannot be read") });
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test("whatever a record is bent into", () => {
    const junk = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined));
    const name = fc.constantFrom(...recordNames);
    fc.assert(
      fc.property(name, fc.array(fc.tuple(fc.nat(), junk), { maxLength: 4 }), (name, changes) => {
        const event = changes.reduce<unknown>(
          (bentSoFar, [at, value]) => replaced(bentSoFar, at, value),
          recorded(name),
        );
        const decoded = decodeEvent(event, { ownRoles: [`arn:aws:iam::${account}:role/own`] });
        expect(decoded.kind).toMatch(kinds);
        expect(decoded).not.toMatchObject({ reason: expect.stringContaining("cannot be read") });
        if (decoded.kind === "ignored") return;
        expect(decoded.account).toMatch(/^[0-9]{12}$/);
        expect(decoded.region).toMatch(/^[a-z]+(-[a-z]+)+-[0-9]+$/);
        expect(new Date(decoded.cause.time).getTime()).not.toBeNaN();
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("members named %s", (member) => {
    const event = JSON.parse(
      `{"source":"aws.iam","detail-type":"AWS API Call via CloudTrail","${member}":{"a":1},
        "detail":{"eventName":"${member}","${member}":{"account":"${account}"},"requestParameters":{"${member}":1}}}`,
    );
    expect(decodeEvent(event)).toEqual({
      kind: "ignored",
      reason: `pullpass does not act on aws.iam ${member}`,
    });
  });

  test("however deep the JSON is", () => {
    const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000));
    const event = bent("TagResource", { requestParameters: deep, responseElements: { arn: deep } });
    expect(decodeEvent(event)).toMatchObject({ kind: "ignored" });
  });

  const refuses = () => {
    throw new Error("hands off");
  };
  const cyclic: Record<string, unknown> = { ...recorded("TagResource") };
  cyclic.detail = cyclic;

  test.each<[string, unknown]>([
    ["a function", () => recorded("TagResource")],
    ["a symbol", Symbol("event")],
    ["a big number", 10n],
    ["a date", new Date(0)],
    ["an object that holds itself", cyclic],
    ["a getter that throws", Object.defineProperty({}, "source", { enumerable: true, get: refuses })],
    ["a proxy that throws", new Proxy({}, { getOwnPropertyDescriptor: refuses, get: refuses })],
    [
      "a record that throws",
      {
        ...recorded("TagResource"),
        detail: new Proxy({}, { get: refuses, getOwnPropertyDescriptor: refuses }),
      },
    ],
    [
      "a proxy that throws what is no error",
      new Proxy(
        {},
        {
          getOwnPropertyDescriptor: () => {
            throw 1;
          },
        },
      ),
    ],
  ])("with what no JSON can hold: %s", (_, event) => {
    expect(decodeEvent(event)).toEqual({ kind: "ignored", reason: expect.any(String) });
  });

  test("with members inherited from a prototype, which are none of its own", () => {
    expect(decodeEvent(Object.create(recorded("TagResource")))).toMatchObject({ kind: "ignored" });
    const event = bent("TagResource", {
      requestParameters: Object.create({ secretId: "x" }),
      responseElements: null,
    });
    expect(decodeEvent(event)).toMatchObject({ reason: "this TagResource does not say which secret" });
  });
});
