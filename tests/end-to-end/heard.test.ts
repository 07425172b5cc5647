/** What is noticed at once, without waiting for the sweep, whichever way it is told. */
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import type { BusEvent } from "../../packages/sandbox/src/index.ts";
import { recorded } from "../decode/support/records.ts";
import { onlyListening } from "./support/listening.ts";
import { account, createWorld, home, type World } from "./support/world.ts";

async function grantedWorld() {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policy("web")).toContain(secret);
  world.newNotices();
  return { world, secret };
}

/** An event of AWS's own, as the bus gets it. */
function told(world: World, event: Pick<BusEvent, "source" | "detail-type" | "detail"> & Partial<BusEvent>) {
  const id = world.sandbox.ids.uuid();
  const time = world.sandbox.clock.now().toISOString();
  world.sandbox.emit({ version: "0", id, account, time, region: home, resources: [], ...event });
}

const tagChange = {
  source: "aws.tag",
  "detail-type": "Tag Change on Resource",
  detail: { "changed-tag-keys": ["pullpass/projects"], service: "secretsmanager", "resource-type": "secret" },
};

test("consent that is withdrawn where no trail tells of it is heard by the tag's own event", async () => {
  const { world, secret } = await grantedWorld();
  await onlyListening(world, "tag-changes");
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  expect(await world.policyNames("web")).toEqual(["pullpass-eu-central-1"]);
  told(world, { ...tagChange, resources: [secret] });
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  expect(world.newNotices().map(({ attributes }) => attributes.change)).toContain("revocation");
});

test("consent that Tag Editor takes from several secrets at once is withdrawn from each", async () => {
  const { world, secret } = await grantedWorld();
  const other = await world.secret("ghcr", { tags: { "pullpass/projects": "api" } });
  await world.role("api");
  await world.project("api", { credential: other, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  await onlyListening(world, "tag-editor");
  await world.untag(secret, "pullpass/projects");
  await world.untag(other, "pullpass/projects");
  const { detail } = recorded("UntagResources");
  const requestParameters = { resourceARNList: [secret, other], tagKeys: ["pullpass/projects"] };
  told(world, {
    source: "aws.tagging",
    "detail-type": "AWS API Call via CloudTrail",
    detail: { ...detail, requestParameters },
  });
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  expect(await world.policyNames("api")).toEqual([]);
});

test("what someone else's account puts on the bus is not heard", async () => {
  const { world, secret } = await grantedWorld();
  await onlyListening(world, "tag-changes");
  const before = world.sandbox.calls.length;
  told(world, { ...tagChange, account: "444455556666", resources: [secret] });
  await world.rest();
  expect(world.sandbox.calls.slice(before)).toEqual([]);
});

test("a role that is ignored no longer is granted at once", async () => {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/projects": "web" } });
  await world.role("web", { tags: { "pullpass/ignore": "yes" } });
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  await world.iam.send(new UntagRoleCommand({ RoleName: "web", TagKeys: ["pullpass/ignore"] }));
  await world.rest();
  expect(await world.policy("web")).toContain(secret);
});

test("a tag on a role asks for its role, and changes nothing by itself", async () => {
  const { world, secret } = await grantedWorld();
  await world.iam.send(new TagRoleCommand({ RoleName: "web", Tags: [{ Key: "pullpass/note", Value: "a" }] }));
  await world.rest();
  expect(await world.policy("web")).toContain(secret);
  expect(world.newNotices()).toEqual([]);
});

test("a role that is made anew under its name has its grant back at once", async () => {
  const { world, secret } = await grantedWorld();
  const own = { RoleName: "web", PolicyName: "pullpass-eu-central-1" };
  await world.iam.send(new DeleteRolePolicyCommand(own));
  await world.iam.send(new DeleteRoleCommand({ RoleName: "web" }));
  await world.rest();
  await world.role("web");
  await world.rest();
  expect(await world.policy("web")).toContain(secret);
  expect(await world.build("web")).toBe("SUCCEEDED");
});

const denied = (Effect: "Allow" | "Deny") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect, Action: "secretsmanager:GetSecretValue", Resource: "*" }],
  });

test("a managed policy that takes the access away, and gives it back, is noticed at once each time", async () => {
  const { world } = await grantedWorld();
  const { Policy } = await world.iam.send(
    new CreatePolicyCommand({ PolicyName: "limits", PolicyDocument: denied("Deny") }),
  );
  const PolicyArn = Policy?.Arn ?? "";
  const findings = () => world.newNotices().map(({ attributes }) => `${attributes.rule} ${attributes.state}`);

  await world.iam.send(new AttachRolePolicyCommand({ RoleName: "web", PolicyArn }));
  await world.rest();
  expect(findings()).toEqual(["access-still-denied opened"]);
  await world.iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: denied("Allow"), SetAsDefault: true }),
  );
  await world.rest();
  expect(findings()).toEqual(["access-still-denied closed"]);
  await world.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  await world.rest();
  expect(findings()).toEqual(["access-still-denied opened"]);
  await world.iam.send(new DetachRolePolicyCommand({ RoleName: "web", PolicyArn }));
  await world.rest();
  expect(findings()).toEqual(["access-still-denied closed"]);
});
