/** Which rule delivers which event: the patterns are evaluated as EventBridge evaluates them, by the sandbox. */
import { expect, test } from "vitest";
import { recordReaders } from "../../packages/core/src/decode/cloudtrail.ts";
import { decodeEvent } from "../../packages/core/src/decode/decode.ts";
import { eventRules, forwardingRules } from "../../packages/functions/src/deployment/index.ts";
import { compilePattern } from "../../packages/sandbox/src/index.ts";
import { bent, recorded, recordNames } from "../decode/support/records.ts";

const settings = {
  partition: "aws",
  account: "111122223333",
  region: "eu-central-1",
  policyName: "pullpass",
  tagPrefix: "pullpass/",
};
const rules = eventRules(settings, { kms: true });

function delivering(event: unknown, among = rules): readonly string[] {
  return among.filter(({ pattern }) => compilePattern(pattern)(event)).map(({ name }) => name);
}

/** The rule hears of pullpass's own policies alone, and this record is of another. */
const ownPolicy = (name: string) =>
  bent(name, { requestParameters: { roleName: "web-build", policyName: "pullpass-eu-central-1" } });

/** The records that ask for something; a schedule goes straight to the sweep. */
const handled = recordNames
  .filter((name) => name !== "ScheduledEvent")
  .map((name) => [name, /^(Put|Delete)RolePolicy$/.test(name) ? ownPolicy(name) : recorded(name)] as const)
  .filter(([, event]) => decodeEvent(event).kind !== "ignored");

test.each(handled)("%s is delivered by exactly one rule", (_, event) => {
  expect(delivering(event)).toHaveLength(1);
});

test("every rule delivers one of them, and every call that is decoded is among them", () => {
  const used = new Set(handled.flatMap(([, event]) => delivering(event)));
  expect([...used].sort()).toEqual(rules.map(({ name }) => name).sort());
  const read = [...recordReaders.values()].flatMap((readers) => [...readers.keys()]);
  expect(handled.map(([name]) => name)).toEqual(expect.arrayContaining(read));
});

const calls = handled.filter(([, { detail }]) => typeof detail.eventName === "string");
const apiCalls = calls.filter(([, { detail }]) => detail.eventType === "AwsApiCall");

test.each(apiCalls)("%s that failed is not delivered", (_, event) => {
  expect(delivering({ ...event, detail: { ...event.detail, errorCode: "AccessDenied" } })).toEqual([]);
});

test.each(handled)("%s of another account is not delivered", (_, event) => {
  expect(delivering({ ...event, account: "444455556666" })).toEqual([]);
});

test.each(calls)("what is not quite %s is not delivered", (name, event) => {
  const named = (eventName: string) => ({ ...event, detail: { ...event.detail, eventName } });
  expect(delivering(named(`${name}s`))).toEqual([]);
  expect(delivering(named(name.toLowerCase()))).toEqual([]);
  expect(delivering(named(name.slice(0, -1)))).toEqual([]);
  expect(delivering({ ...event, source: "acme" })).toEqual([]);
  expect(delivering({ ...event, "detail-type": "AWS Console Action via CloudTrail" })).toEqual([]);
});

/** Calls that go on beside those, from each service's list of actions. */
test.each([
  [
    "aws.secretsmanager",
    ["GetSecretValue", "BatchGetSecretValue", "PutSecretValue", "ListSecrets", "DescribeSecret"],
  ],
  ["aws.secretsmanager", ["RotationStarted", "RotationSucceeded", "UpdateSecretVersionStage"]],
  [
    "aws.codebuild",
    ["StartBuild", "BatchGetProjects", "UpdateProjectVisibility", "BatchDeleteBuilds", "CreateWebhook"],
  ],
  [
    "aws.iam",
    ["AttachUserPolicy", "PutUserPolicy", "CreatePolicy", "DeletePolicyVersion", "TagPolicy", "UpdateRole"],
  ],
  ["aws.iam", ["CreateUser", "CreateServiceLinkedRole", "PassRole", "AddRoleToInstanceProfile"]],
  [
    "aws.kms",
    ["Decrypt", "GenerateDataKey", "CreateGrant", "RotateKey", "TagResource", "CreateAlias", "DeleteAlias"],
  ],
  ["aws.tagging", ["GetResources", "GetTagKeys", "StartReportCreation"]],
])("neighbours in %s are not delivered: %j", (source, names) => {
  for (const name of names) {
    const record = { eventName: name, eventSource: `${source.slice("aws.".length)}.amazonaws.com` };
    for (const type of ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"]) {
      expect(delivering({ account: settings.account, source, "detail-type": type, detail: record })).toEqual(
        [],
      );
    }
  }
});

test.each([
  ["another role policy", recorded("PutRolePolicy")],
  [
    "a policy whose name only begins alike",
    bent("PutRolePolicy", { requestParameters: { policyName: "pullpassport" } }),
  ],
  [
    "a role that CodeBuild may not assume",
    bent("CreateRole", {
      requestParameters: {
        roleName: "web",
        assumeRolePolicyDocument:
          '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}]}',
      },
    }),
  ],
  [
    "another tag of a role",
    bent("TagRole", {
      requestParameters: { roleName: "web", tags: [{ key: "team", value: "pullpass/ignore" }] },
    }),
  ],
  [
    "a new version of a policy that is not its default",
    bent("CreatePolicyVersion", { requestParameters: { policyArn: "arn:aws:iam::111122223333:policy/x" } }),
  ],
  [
    "tags of a bucket",
    bent("TagResources", { requestParameters: { resourceARNList: ["arn:aws:s3:::bucket"] } }),
  ],
  [
    "tags of another account's secret",
    bent("TagResources", {
      requestParameters: {
        resourceARNList: ["arn:aws:secretsmanager:eu-central-1:444455556666:secret:x-AbCdEf"],
      },
    }),
  ],
  [
    "another tag of a secret",
    {
      ...recorded("TagChangeOnResource"),
      detail: { "changed-tag-keys": ["team"], tags: { "pullpass/projects": "web" } },
    },
  ],
  [
    "a tag of an instance",
    { ...recorded("TagChangeOnResource"), resources: ["arn:aws:ec2:eu-central-1:111122223333:instance/i-1"] },
  ],
  ["a label of a secret that no pull reads", bent("SecretLabelUpdated", { labelUpdated: "TEAM" })],
  ["a build that succeeded", recorded("BuildStateChange-succeeded")],
  ["a build that failed after its image was pulled", recorded("BuildStateChange-build-failed")],
  ["a denied call", recorded("PutRolePolicy-denied")],
])("%s is not delivered", (_, event) => {
  expect(delivering(event)).toEqual([]);
});

test.each(["FAILED", "CLIENT_ERROR", "FAULT", "TIMED_OUT"])(
  "a build whose image was not pulled is: %s",
  (status) => {
    const phases = [
      { "phase-type": "QUEUED", "phase-status": "SUCCEEDED" },
      { "phase-type": "PROVISIONING", "phase-status": status },
      { "phase-type": "COMPLETED" },
    ];
    const event = (build: string) =>
      bent("BuildStateChange-provisioning-failed", {
        "build-status": build,
        "additional-information": { phases },
      });
    expect(delivering(event("FAILED"))).toEqual(["builds"]);
    expect(delivering(event(status))).toEqual(["builds"]);
    expect(delivering(event("STOPPED"))).toEqual([]);
  },
);

test("tags in another case of the key are delivered: IAM does not tell them apart", () => {
  const detail = { "changed-tag-keys": ["Pullpass/Ignore"] };
  const resources = ["arn:aws:iam::111122223333:role/team/web"];
  expect(delivering({ ...recorded("TagChangeOnResource"), resources, detail })).toEqual(["tag-changes"]);
});

test("with another prefix of tags or name of policies, those are listened to", () => {
  const other = eventRules({ ...settings, tagPrefix: "acme:", policyName: "acme" }, { kms: true });
  const tag = recorded("TagChangeOnResource");
  expect(delivering(tag, other)).toEqual([]);
  expect(delivering({ ...tag, detail: { "changed-tag-keys": ["acme:projects"] } }, other)).toEqual([
    "tag-changes",
  ]);
  expect(delivering(ownPolicy("PutRolePolicy"), other)).toEqual([]);
});

test("without kms no event of a key is delivered, and every other is", () => {
  const without = eventRules(settings, { kms: false });
  for (const [, event] of handled) {
    expect(delivering(event, without)).toEqual(event.source === "aws.kms" ? [] : delivering(event));
  }
});

test("a Region forwards what it was asked for, exactly once, and its own alone", () => {
  const everything = { secrets: true, keys: true, roles: true };
  const forwarded = forwardingRules(settings, everything);
  for (const [name, event] of handled) {
    const here = { ...event, region: settings.region };
    const isProjects = event.source === "aws.codebuild";
    expect([name, delivering(here, forwarded).length]).toEqual([name, isProjects ? 0 : 1]);
    expect(delivering({ ...event, region: "eu-west-1" }, forwarded)).toEqual([]);
  }
  const roles = forwardingRules(settings, { secrets: false, keys: false, roles: true });
  const tag = { ...recorded("TagChangeOnResource"), region: settings.region };
  expect(delivering(tag, roles)).toEqual([]);
  expect(delivering({ ...tag, resources: ["arn:aws:iam::111122223333:role/web"] }, roles)).toEqual([
    "tag-changes",
  ]);
});

test("every pattern is within EventBridge's quota of 2,048 characters", () => {
  const longest = {
    ...settings,
    policyName: "x".repeat(100),
    tagPrefix: "x".repeat(100),
    partition: "aws-us-gov",
  };
  for (const { pattern } of eventRules({ ...longest, region: "ap-southeast-99" }, { kms: true })) {
    expect(JSON.stringify(pattern).length).toBeLessThan(2_048);
  }
});
