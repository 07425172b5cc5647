import { describe, expect, test } from "vitest";
import { decodeEvent } from "../../packages/core/src/decode/decode.ts";
import { bent, recorded } from "./support/records.ts";

const account = "111122223333";
const arn = `arn:aws:secretsmanager:eu-central-1:${account}:secret:team/dockerhub-a1B2c3`;
const partial = `arn:aws:secretsmanager:eu-central-1:${account}:secret:team/dockerhub`;
const key = `arn:aws:kms:eu-central-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const none = { requestParameters: null, responseElements: null };

describe("a secret is found wherever the record names it", () => {
  test.each([
    ["arn in the response", { requestParameters: { secretId: "team/dockerhub" }, responseElements: { arn } }],
    ["aRN, as ten calls wrote it until 2024", { requestParameters: null, responseElements: { aRN: arn } }],
    ["ARN in additionalEventData", { ...none, additionalEventData: { ARN: arn, Name: "team/dockerhub" } }],
    ["SecretId in additionalEventData", { ...none, additionalEventData: { SecretId: arn } }],
    ["secretId in serviceEventDetails", { ...none, serviceEventDetails: { secretId: arn } }],
    ["ARN in serviceEventDetails", { ...none, serviceEventDetails: { ARN: arn, name: "team/dockerhub" } }],
    ["a full ARN as the caller gave it", { requestParameters: { secretId: arn }, responseElements: null }],
    ["a request above 100 KB is left out", { requestParameters: undefined, responseElements: { arn } }],
    [
      "a response above 100 KB is left out",
      { requestParameters: { secretId: arn }, responseElements: undefined },
    ],
    ["ARN beside an arn without a value", { ...none, additionalEventData: { arn: null, ARN: arn } }],
    [
      "an ARN behind a name that is no secret's",
      { ...none, requestParameters: { secretId: "?" }, additionalEventData: { SecretId: arn } },
    ],
    [
      "an ARN is worth more than a name before it",
      {
        requestParameters: { secretId: "team/dockerhub" },
        responseElements: { arn: null },
        additionalEventData: { SecretId: arn },
      },
    ],
  ])("%s", (_, detail) => {
    expect(decodeEvent(bent("TagResource", detail))).toMatchObject({
      kind: "secret-changed",
      secret: { kind: "arn", text: arn },
    });
  });

  test("a name alone is a name in the record's Region", () => {
    const event = bent("TagResource", {
      requestParameters: { secretId: "team/dockerhub" },
      responseElements: null,
    });
    expect(decodeEvent(event)).toMatchObject({
      secret: { kind: "name", name: "team/dockerhub" },
      account,
      region: "eu-central-1",
    });
  });

  test.each([
    ["the response", { ...none, responseElements: { name: "team/dockerhub" } }],
    ["additionalEventData", { ...none, additionalEventData: { Name: "team/dockerhub" } }],
  ])("%s may have the name alone", (_, detail) => {
    expect(decodeEvent(bent("UpdateSecret", detail))).toMatchObject({
      secret: { kind: "name", name: "team/dockerhub" },
    });
  });

  test("a partial ARN stays as the caller gave it", () => {
    const event = bent("TagResource", { requestParameters: { secretId: partial }, responseElements: null });
    expect(decodeEvent(event)).toMatchObject({
      secret: { kind: "arn", text: partial, name: "team/dockerhub" },
    });
  });

  test("CreateSecret with a null response, as AWS documented it in 2018, names the secret in its request", () => {
    expect(decodeEvent(bent("CreateSecret", { responseElements: null }))).toMatchObject({
      secret: { kind: "name", name: "team/dockerhub" },
    });
  });

  test.each([
    ["another Region", arn.replace("eu-central-1", "eu-west-1"), account, "eu-west-1"],
    ["another account", arn.replace(account, "444455556666"), "444455556666", "eu-central-1"],
  ])("a secret of %s is looked for there, not where the call was made", (_, other, itsAccount, itsRegion) => {
    const event = bent("TagResource", { responseElements: { arn: other } });
    expect(decodeEvent(event)).toMatchObject({
      account: itsAccount,
      region: itsRegion,
      secret: { text: other },
    });
  });

  test.each([
    ["nothing", none],
    ["empty parts", { requestParameters: {}, responseElements: {} }],
    [
      "parts that are no objects",
      { requestParameters: "x", responseElements: [arn], additionalEventData: 7 },
    ],
    [
      "a secretId that is neither name nor ARN",
      { ...none, requestParameters: { secretId: "what is this?" } },
    ],
    ["an ARN of another service", { ...none, requestParameters: { secretId: key } }],
  ])("%s: ignored, because it does not say which secret", (_, detail) => {
    expect(decodeEvent(bent("TagResource", detail))).toEqual({
      kind: "ignored",
      reason: "this TagResource does not say which secret",
    });
  });
});

describe("a project is found wherever the record names it", () => {
  const project = { name: "web", arn: `arn:aws:codebuild:eu-central-1:${account}:project/web` };

  test.each([
    [
      "the response, when the request has awsActId alone",
      {
        requestParameters: { awsActId: account },
        responseElements: { project },
      },
    ],
    [
      "the request, when there is no response",
      { requestParameters: { name: "web" }, responseElements: null },
    ],
    [
      "the response's name, without its ARN",
      { requestParameters: null, responseElements: { project: { name: "web" } } },
    ],
    ["the project's ARN", { requestParameters: null, responseElements: { project: { arn: project.arn } } }],
    [
      "the ARN of 2016, with an id behind the name",
      {
        requestParameters: null,
        responseElements: { project: { arn: `${project.arn}:project-ID` } },
      },
    ],
    ["an ARN in place of the name", { requestParameters: { name: project.arn }, responseElements: null }],
  ])("%s", (_, detail) => {
    expect(decodeEvent(bent("UpdateProject", detail))).toMatchObject({
      kind: "project-changed",
      project: "web",
    });
  });

  test.each([
    ["awsActId alone", { requestParameters: { awsActId: account }, responseElements: null }],
    ["both parts left out", { requestParameters: undefined, responseElements: undefined }],
    ["a name that CodeBuild would not take", { ...none, requestParameters: { name: "../web" } }],
  ])("%s: ignored, because it does not say which project", (_, detail) => {
    expect(decodeEvent(bent("DeleteProject", detail))).toEqual({
      kind: "ignored",
      reason: "this DeleteProject does not say which project",
    });
  });
});

describe("a key is found wherever the record names it", () => {
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";

  test.each([
    [
      "resources with ARN",
      { resources: [{ ARN: key, accountId: account }], requestParameters: { keyId: id } },
    ],
    ["resources with arn", { resources: [{ arn: key }], requestParameters: null }],
    [
      "the response, since 2025",
      { resources: null, responseElements: { keyId: key }, requestParameters: { keyId: id } },
    ],
    ["an ARN as the caller gave it", { resources: undefined, requestParameters: { keyId: key } }],
    [
      "after other resources",
      { resources: [{ ARN: "arn:aws:s3:::x" }, { ARN: key }], requestParameters: null },
    ],
  ])("%s", (_, detail) => {
    expect(decodeEvent(bent("DisableKey", detail))).toMatchObject({ kind: "key-changed", key });
  });

  test("an id alone is a key in the record's Region", () => {
    const event = bent("DisableKey", { resources: [], requestParameters: { keyId: id } });
    expect(decodeEvent(event)).toMatchObject({ key: id, account, region: "eu-central-1" });
  });

  test("a key of another account or Region is looked for there, and the event stays of the account that told it", () => {
    const other = "arn:aws:kms:us-west-2:444455556666:key/mrk-1";
    const event = bent("DisableKey", { resources: [{ ARN: other }] });
    expect(decodeEvent(event)).toMatchObject({ key: other, account, region: "us-west-2" });
  });

  test("expired material names its key in serviceEventDetails, where there are no resources", () => {
    expect(decodeEvent(bent("DeleteExpiredKeyMaterial", { resources: null }))).toMatchObject({
      kind: "key-changed",
      key: id,
    });
  });

  test("a moved alias names the key that it now stands for", () => {
    const event = bent("UpdateAlias", { resources: null });
    expect(decodeEvent(event)).toMatchObject({ kind: "key-changed", key: id });
  });

  test.each([
    ["nothing", { resources: null, ...none }],
    ["a key nowhere", { resources: [{ ARN: key.replace("eu-central-1", "europe") }], ...none }],
    ["a key of no one", { resources: [{ ARN: key.replace(account, "") }], ...none }],
    ["every key", { resources: [{ ARN: key.replace(/key.*/, "key/*") }], ...none }],
    ["a key inside something", { resources: [{ ARN: key.replace("key/", "store/key/") }], ...none }],
    ["something inside a key", { resources: [{ ARN: `${key}/x` }], ...none }],
    [
      "an alias",
      { resources: [{ ARN: key.replace("key/", "alias/") }], requestParameters: { keyId: "alias/x" } },
    ],
  ])("%s: ignored, because it does not say which key", (_, detail) => {
    expect(decodeEvent(bent("DisableKey", detail))).toMatchObject({
      reason: "this DisableKey does not say which key",
    });
  });
});

test.each([null, {}, { roleName: "" }, { roleName: "a/b" }, { roleName: 7 }])(
  "a role event with the request %j is ignored, because it does not say which role",
  (requestParameters) => {
    expect(decodeEvent(bent("PutRolePolicy", { requestParameters }))).toMatchObject({
      reason: "this PutRolePolicy does not say which role",
    });
  },
);

test.each([
  null,
  {},
  { policyArn: "" },
  { policyArn: "arn:aws:iam::111122223333:role/x" },
  { policyArn: "x" },
])(
  "a policy event with the request %j is ignored, because it does not say which policy",
  (requestParameters) => {
    expect(decodeEvent(bent("SetDefaultPolicyVersion", { requestParameters }))).toMatchObject({
      reason: "this SetDefaultPolicyVersion does not say which policy",
    });
  },
);

describe("what was tagged is told from its ARN", () => {
  const tagged = (...resources: unknown[]) => decodeEvent({ ...recorded("TagChangeOnResource"), resources });

  test.each([
    [`arn:aws:iam::${account}:role/web`, { kind: "role-changed", role: "web", account }],
    [`arn:aws:iam::${account}:role/a/b/web`, { kind: "role-changed", role: "web", account }],
    [`arn:aws-cn:iam::${account}:role/web`, { kind: "role-changed", role: "web", account }],
    [
      `arn:aws:codebuild:eu-west-1:444455556666:project/web`,
      { kind: "project-changed", project: "web", account: "444455556666", region: "eu-west-1" },
    ],
    [arn, { kind: "secret-changed", secret: { text: arn } }],
  ])("%s", (resource, expected) => {
    expect(tagged(resource)).toMatchObject(expected);
  });

  test("a thing that is named twice is looked at once", () => {
    expect(tagged(arn, arn)).toMatchObject({ kind: "secret-changed" });
  });

  test("what is looked at is found among what is not", () => {
    expect(tagged("arn:aws:s3:::bucket", 7, null, arn)).toMatchObject({ kind: "secret-changed" });
  });

  test.each([
    "",
    "web",
    "team/dockerhub",
    `arn:aws:iam::${account}:user/web`,
    `arn:aws:iam::${account}:role/`,
    `arn:aws:iam::${account}:role/a b`,
    `arn:aws:iam::${account}:policy/role/web`,
    `arn:aws:codebuild:eu-central-1:${account}:report-group/web`,
    `arn:aws:codebuild:eu-central-1:${account}:project/-`,
    `arn:aws:elsewhere::${account}:role/web`,
  ])("%j is none of them", (resource) => {
    expect(tagged(resource)).toMatchObject({ kind: "ignored" });
  });
});

describe("the actor is the role, the user or the service, as far as the record tells", () => {
  const issuer = { sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/x/Deployer` } } };

  test.each([
    [
      "a role's session",
      { arn: `arn:aws:sts::${account}:assumed-role/Deployer/s`, ...issuer },
      `arn:aws:iam::${account}:role/x/Deployer`,
    ],
    [
      "a session with an empty issuer",
      { arn: "arn:aws:sts::1:assumed-role/R", sessionContext: { sessionIssuer: {} } },
      "arn:aws:sts::1:assumed-role/R",
    ],
    ["the root user", { type: "Root", arn: `arn:aws:iam::${account}:root` }, `arn:aws:iam::${account}:root`],
    [
      "a service by itself",
      { type: "AWSService", invokedBy: "cloudformation.amazonaws.com" },
      "cloudformation.amazonaws.com",
    ],
    [
      "CloudFormation as someone",
      { ...issuer, invokedBy: "cloudformation.amazonaws.com" },
      `arn:aws:iam::${account}:role/x/Deployer`,
    ],
    ["a person of Identity Center", { type: "IdentityCenterUser", onBehalfOf: { userId: "1" } }, "unknown"],
    ["an identity that was removed", undefined, "unknown"],
    ["an identity that is no object", "me", "unknown"],
  ])("%s", (_, userIdentity, actor) => {
    expect(decodeEvent(bent("TagResource", { userIdentity }))).toMatchObject({ cause: { actor } });
  });

  test("and nobody knows who started a build without an initiator, or a sweep of which no rule is named", () => {
    const build = bent("BuildStateChange-provisioning-failed", {
      "additional-information": { phases: [{ "phase-type": "PROVISIONING", "phase-status": "FAILED" }] },
    });
    expect(decodeEvent(build)).toMatchObject({
      kind: "build-failed",
      context: "",
      cause: { actor: "unknown" },
    });
    expect(decodeEvent({ ...recorded("ScheduledEvent"), resources: [] })).toMatchObject({
      cause: { actor: "aws.events" },
    });
  });
});

describe("where and when", () => {
  test("a record is read as well under the name that the documentation of the China Regions gives its type", () => {
    const event = bent("DeleteProject", {}, { "detail-type": "Amazon API Call via CloudTrail" });
    expect(decodeEvent(event)).toEqual(decodeEvent(recorded("DeleteProject")));
  });

  test("an event forwarded from another account and Region keeps its origin", () => {
    const origin = { account: "444455556666", region: "ap-southeast-2" };
    const event = bent(
      "DeleteProject",
      { awsRegion: origin.region, recipientAccountId: origin.account },
      origin,
    );
    expect(decodeEvent(event)).toMatchObject({ kind: "project-deleted", project: "web", ...origin });
  });

  test("the record fills in what the envelope leaves out", () => {
    const bare = { account: undefined, region: undefined, time: undefined, id: undefined };
    expect(decodeEvent(bent("DeleteProject", {}, bare))).toEqual(decodeEvent(recorded("DeleteProject")));
  });

  test("the envelope fills in what the record leaves out", () => {
    const event = bent("DeleteProject", {
      awsRegion: undefined,
      recipientAccountId: undefined,
      eventTime: undefined,
      eventID: undefined,
    });
    expect(decodeEvent(event)).toMatchObject({
      account,
      region: "eu-central-1",
      cause: { id: event.id, time: "2026-03-04T10:00:02Z" },
    });
  });

  test.each([
    "2026-03-04 10:00:00.000000000",
    "Mar 4, 2026, 10:00:00 AM",
    "2026-13-04T10:00:00Z",
    "2026-03-04T25:00:00Z",
    "x2026-03-04T09:00:00Z",
    "(UTC) 2026-03-04T09:00:00Z",
    "2026-03-04T09:00:00Z (UTC)",
    "2026-03-04T09:00:00Z.",
    "2026-03-04T09:00:00+01:00",
    1772618400,
  ])("the time %j is no ISO 8601, so the envelope's counts", (eventTime) => {
    expect(decodeEvent(bent("DeleteProject", { eventTime }))).toMatchObject({
      cause: { time: "2026-03-04T10:00:02Z" },
    });
  });

  test("an id or an actor made by hand cannot fill the queue's message", () => {
    const { cause } = decodeEvent({
      ...recorded("ScheduledEvent"),
      id: "x".repeat(1_000_000),
      resources: ["y".repeat(1_000_000)],
    }) as { cause: { id: string; actor: string } };
    expect([cause.id.length, cause.actor.length]).toEqual([128, 2_048]);
  });

  test("a time may have fractions of a second", () => {
    expect(decodeEvent(bent("DeleteProject", { eventTime: "2026-03-04T10:00:00.123Z" }))).toMatchObject({
      cause: { time: "2026-03-04T10:00:00.123Z" },
    });
  });

  test.each([
    [{ recipientAccountId: "anyone" }, { account: "" }, 'its account "anyone" is not twelve digits'],
    [
      { awsRegion: "" },
      { region: "everywhere" },
      'its Region "everywhere" is not a Region\'s code, such as eu-central-1',
    ],
    [
      { eventTime: null },
      { time: "yesterday" },
      'its time "yesterday" is not ISO 8601 in UTC, such as 2026-01-31T12:00:00Z',
    ],
    [{ eventID: 7 }, { id: null }, "its id is not given"],
    [
      { eventID: 7, recipientAccountId: 7 },
      { id: null, account: "1".repeat(100) },
      `its account "${"1".repeat(60)}" is not twelve digits; its id is not given`,
    ],
  ])(
    "an event that does not tell where or when is ignored, and the reason names the part: %#",
    (detail, envelope, reason) => {
      expect(decodeEvent(bent("DeleteProject", detail, envelope))).toEqual({ kind: "ignored", reason });
    },
  );

  test.each(["BuildStateChange-provisioning-failed", "ScheduledEvent"])("so is a %s from nowhere", (name) => {
    expect(decodeEvent({ ...recorded(name), account: null })).toMatchObject({ kind: "ignored" });
  });
});

describe("a failed build", () => {
  const failed = "BuildStateChange-provisioning-failed";
  const phases = (...list: unknown[]) => ({ "additional-information": { phases: list } });
  const provisioning = (context: unknown) => ({
    "phase-type": "PROVISIONING",
    "phase-status": "FAILED",
    "phase-context": context,
  });

  const nowhere = "the build failed, and none of its phases says where";

  test.each(["FAILED", "CLIENT_ERROR", "FAULT", "TIMED_OUT", "SOMETHING_NEW"])(
    "has not pulled its image, whatever AWS calls that: %s",
    (status) => {
      const phase = { ...provisioning(["A: one"]), "phase-status": status };
      const event = bent(failed, { "build-status": status, ...phases(phase) });
      expect(decodeEvent(event)).toMatchObject({ kind: "build-failed", context: "A: one" });
    },
  );

  test.each([
    ["several lines", ["A: one", "B: two"], "A: one\nB: two"],
    ["the empty line that CodeBuild writes for nothing", [": "], ""],
    ["no lines", [], ""],
    ["no context", undefined, ""],
    ["a text in place of the list", "A: one", "A: one"],
    ["what are no texts", [null, 7, "A: one"], "A: one"],
  ])("tells why, from %s", (_, context, expected) => {
    expect(decodeEvent(bent(failed, phases(provisioning(context))))).toMatchObject({ context: expected });
  });

  test("is told from its phases, for its current phase is COMPLETED by then", () => {
    const event = bent(failed, { "current-phase": "PROVISIONING", ...phases({ "phase-type": "COMPLETED" }) });
    expect(decodeEvent(event)).toMatchObject({ kind: "ignored" });
  });

  test.each([
    ["no phases", { "additional-information": {} }, nowhere],
    ["no list of phases", phases(null, "PROVISIONING", []), nowhere],
    ["no additional information", { "additional-information": null }, nowhere],
    ["a phase that nobody has finished", phases({ "phase-type": "PROVISIONING" }), nowhere],
    [
      "a failure before its image was pulled",
      phases({ "phase-type": "QUEUED", "phase-status": "FAULT" }),
      "the build failed in its phase QUEUED, not in PROVISIONING, where the image is pulled",
    ],
    [
      "a phase that someone stopped",
      phases({ "phase-type": "PROVISIONING", "phase-status": "STOPPED" }),
      nowhere,
    ],
    ["another status", { "build-status": "STOPPED" }, "the build did not fail: its status is STOPPED"],
    ["no status", { "build-status": undefined }, "the build did not fail: its status is not given"],
    ["no project", { "project-name": undefined }, "the failed build names no project"],
    ["a project that cannot be", { "project-name": "../web" }, "the failed build names no project"],
  ])("with %s asks for nothing", (_, detail, reason) => {
    expect(decodeEvent(bent(failed, detail))).toEqual({ kind: "ignored", reason });
  });

  test("without a build's id is a failed build all the same", () => {
    expect(decodeEvent(bent(failed, { "build-id": undefined }))).toMatchObject({
      kind: "build-failed",
      build: "unknown",
    });
  });
});
