import { describe, expect, test } from "vitest";
import { decodeEvent } from "../../packages/core/src/decode/decode.ts";
import { recorded } from "./support/records.ts";

const account = "111122223333";
const region = "eu-central-1";
const admin = `arn:aws:iam::${account}:role/people/Admin`;
const user = `arn:aws:iam::${account}:user/example-user`;
const service = "secretsmanager.amazonaws.com";
/** What the record was made with. */
const made = (name: string) =>
  /^(CancelRotateSecret|UpdateSecret|RemoveRegions|StopReplication|UpdateProject|PutRolePolicy)/.test(name)
    ? { tool: "CloudFormation" }
    : {};

/** The alias that now stands for another key. */
const movedBy = (name: string) => (name === "UpdateAlias" ? { alias: "alias/registry" } : {});

const policyOf = (name: string) =>
  name === "PutRolePolicy"
    ? { policy: "inline" }
    : name === "DeleteRolePolicy"
      ? { policy: "pullpass-eu-central-1" }
      : {};

describe("each event says what to look at, where it lives, and who did what when", () => {
  const text = `arn:aws:secretsmanager:${region}:${account}:secret:team/dockerhub-a1B2c3`;
  const secret = { kind: "arn", text, account, region, name: "team/dockerhub-a1B2c3" };

  test.each([
    ["CreateSecret", "secret-changed", user],
    ["TagResource", "secret-changed", admin],
    ["UntagResource", "secret-changed", admin],
    ["UpdateSecret", "secret-changed", admin],
    ["PutResourcePolicy", "secret-changed", admin],
    ["DeleteResourcePolicy", "secret-changed", admin],
    ["RestoreSecret", "secret-changed", admin],
    ["ReplicateSecretToRegions", "secret-changed", admin],
    ["RotateSecret", "secret-changed", admin],
    ["CancelRotateSecret", "secret-changed", admin],
    ["RemoveRegionsFromReplication", "secret-changed", admin],
    ["StopReplicationToReplica", "secret-changed", admin],
    ["CancelSecretVersionDelete", "secret-changed", service],
    ["DeleteSecret", "secret-deleted", user],
    ["StartSecretVersionDelete", "secret-deleted", service],
    ["EndSecretVersionDelete", "secret-deleted", service],
    ["SecretVersionDeletion", "secret-deleted", service],
  ])("%s: %s", (name, kind, actor) => {
    const event = recorded(name);
    const cause = {
      id: event.detail.eventID,
      event: name,
      actor,
      time: "2026-03-04T10:00:00Z",
      ...made(name),
    };
    expect(decodeEvent(event)).toEqual({ kind, secret, account, region, cause });
  });

  test("a new value of a secret, by the service's own event", () => {
    const event = recorded("SecretLabelUpdated");
    const cause = {
      id: event.id,
      event: "Secret Label Updated",
      actor: "unknown",
      time: "2026-03-04T10:00:00Z",
    };
    expect(decodeEvent(event)).toEqual({ kind: "secret-changed", secret, account, region, cause });
  });

  test.each([
    ["CreateProject", "project-changed"],
    ["UpdateProject", "project-changed"],
    ["DeleteProject", "project-deleted"],
  ])("%s: %s", (name, kind) => {
    const event = recorded(name);
    const cause = {
      id: event.detail.eventID,
      event: name,
      actor: admin,
      time: "2026-03-04T10:00:00Z",
      ...made(name),
    };
    expect(decodeEvent(event)).toEqual({ kind, project: "web", account, region, cause });
  });

  test.each([
    ["PutRolePolicy", "role-changed", admin],
    ["DeleteRolePolicy", "role-changed", user],
    ["UpdateAssumeRolePolicy", "role-changed", user],
    ["DeleteRole", "role-deleted", user],
    ["CreateRole", "role-changed", user],
    ["TagRole", "role-changed", user],
    ["UntagRole", "role-changed", user],
    ["PutRolePermissionsBoundary", "role-changed", user],
    ["DeleteRolePermissionsBoundary", "role-changed", user],
    ["AttachRolePolicy", "role-policies-changed", user],
    ["DetachRolePolicy", "role-policies-changed", user],
  ])("%s: %s, in the one Region that IAM reports in", (name, kind, actor) => {
    const event = recorded(name);
    const cause = {
      id: event.detail.eventID,
      event: name,
      actor,
      time: "2026-03-04T10:00:00Z",
      ...made(name),
      ...policyOf(name),
    };
    expect(decodeEvent(event)).toEqual({ kind, role: "web-build", account, region: "us-east-1", cause });
  });

  test.each([
    ["PutKeyPolicy", user],
    ["DisableKey", user],
    ["EnableKey", admin],
    ["ScheduleKeyDeletion", admin],
    ["CancelKeyDeletion", admin],
    ["ImportKeyMaterial", admin],
    ["DeleteImportedKeyMaterial", admin],
    ["DeleteExpiredKeyMaterial", "AWS Internal"],
    ["UpdateAlias", admin],
  ])("%s: key-changed", (name, actor) => {
    const event = recorded(name);
    const key = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const cause = {
      id: event.detail.eventID,
      event: name,
      actor,
      time: "2026-03-04T10:00:00Z",
      ...made(name),
    };
    expect(decodeEvent(event)).toEqual({
      kind: "key-changed",
      key,
      ...movedBy(name),
      account,
      region,
      cause,
    });
  });

  test.each(["CreatePolicyVersion", "SetDefaultPolicyVersion"])("%s: policy-changed", (name) => {
    const event = recorded(name);
    const policy = `arn:aws:iam::${account}:policy/team/build`;
    const cause = { id: event.detail.eventID, event: name, actor: user, time: "2026-03-04T10:00:00Z" };
    expect(decodeEvent(event)).toEqual({
      kind: "policy-changed",
      policy,
      account,
      region: "us-east-1",
      cause,
    });
  });

  test("TagResources names several things: each is looked at", () => {
    const event = recorded("TagResources");
    const cause = {
      id: event.detail.eventID,
      event: "TagResources",
      actor: admin,
      time: "2026-03-04T10:00:00Z",
    };
    const origin = { account, region, cause };
    expect(decodeEvent(event)).toEqual({
      kind: "several",
      triggers: [
        { kind: "secret-changed", secret, ...origin },
        { kind: "project-changed", project: "web", ...origin },
      ],
      ...origin,
    });
  });

  test("UntagResources of one thing is as that thing's own event", () => {
    const event = recorded("UntagResources");
    expect(decodeEvent(event)).toMatchObject({ kind: "secret-changed", secret, account, region });
  });

  test("a tag that changed, by whichever API: the thing that has it, and nobody knows who did it", () => {
    const event = recorded("TagChangeOnResource");
    const cause = { id: event.id, event: "tag change", actor: "unknown", time: "2026-03-04T10:00:00Z" };
    expect(decodeEvent(event)).toEqual({ kind: "secret-changed", secret, account, region, cause });
  });

  test("a build that failed while provisioning: build-failed, with CodeBuild's words", () => {
    const event = recorded("BuildStateChange-provisioning-failed");
    expect(decodeEvent(event)).toEqual({
      kind: "build-failed",
      project: "web",
      build: `arn:aws:codebuild:${region}:${account}:build/web:11111111-0000-4000-8000-000000000000`,
      context:
        "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image. CannotPullContainerError: " +
        'Error response from daemon: Head "https://registry.example.com/v2/team/build/manifests/7": unauthorized: ' +
        "incorrect username or password",
      account,
      region,
      cause: { id: event.id, event: "build failed", actor: "Admin/jane", time: "2026-03-04T10:05:00Z" },
    });
  });

  test("the schedule's turn: sweep", () => {
    const event = recorded("ScheduledEvent");
    const actor = `arn:aws:events:${region}:${account}:rule/pullpass-sweep`;
    const cause = { id: event.id, event: "sweep", actor, time: "2026-03-04T11:00:00Z" };
    expect(decodeEvent(event)).toEqual({ kind: "sweep", account, region, cause });
  });

  test.each([
    { source: "aws.scheduler", "detail-type": "Scheduled Event" },
    { source: "pullpass", "detail-type": "Sweep", resources: undefined },
  ])("so is what EventBridge Scheduler sends, and a sweep asked for by hand: %j", (envelope) => {
    const event = { ...recorded("ScheduledEvent"), ...envelope };
    expect(decodeEvent(event)).toMatchObject({ kind: "sweep", account, region });
  });
});
