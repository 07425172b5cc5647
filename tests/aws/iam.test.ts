import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { iamRoles } from "../../packages/core/src/aws/iam.ts";
import { iamPolicyHolders } from "../../packages/core/src/aws/policy-holders.ts";
import { NotFound, Refused } from "../../packages/core/src/errors.ts";
import { account, home, newAccount } from "./support/account.ts";

/** A document that needs percent-encoding on its way out of IAM. */
const policy = (resource: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${resource}/100%/é+ ü/*` },
    ],
  });
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

async function withRole() {
  const world = await newAccount();
  const sdk = new IAMClient(world.config());
  const { Policy } = await sdk.send(
    new CreatePolicyCommand({ PolicyName: "limit", PolicyDocument: policy("first") }),
  );
  const policyArn = Policy?.Arn ?? "";
  await sdk.send(
    new CreateRoleCommand({
      RoleName: "web-build",
      Path: "/service-role/",
      AssumeRolePolicyDocument: trust,
      Tags: [{ Key: "team", Value: "web" }],
      PermissionsBoundary: policyArn,
    }),
  );
  return { ...world, sdk, policyArn, roles: iamRoles(world.connection, home) };
}

test("a role is read with its path, tags, id, trust policy and boundary", async () => {
  const { roles, policyArn } = await withRole();
  expect(await roles.read("web-build")).toEqual({
    arn: `arn:aws:iam::${account}:role/service-role/web-build`,
    name: "web-build",
    tags: { team: "web" },
    id: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
    trust,
    boundaryArn: policyArn,
  });
});

test("what is not there is undefined, or an empty list", async () => {
  const { roles } = await withRole();
  expect(await roles.read("none")).toBeUndefined();
  expect(await roles.managedPolicy(`arn:aws:iam::${account}:policy/none`)).toBeUndefined();
  expect((await roles.inlinePolicies("none")).size).toBe(0);
  expect((await roles.managedPolicies("none")).size).toBe(0);
});

test("inline policies come as they were written, on however many pages", async () => {
  const { roles, sdk } = await withRole();
  const names = Array.from({ length: 25 }, (_, index) => `policy-${String(index).padStart(3, "0")}`);
  for (const PolicyName of names) {
    const put = { RoleName: "web-build", PolicyName, PolicyDocument: policy(PolicyName) };
    await sdk.send(new PutRolePolicyCommand(put));
  }
  const read = await roles.inlinePolicies("web-build");
  expect([...read].sort()).toEqual(names.map((name) => [name, policy(name)]));
});

test("attached policies come in their default version", async () => {
  const { roles, sdk, policyArn } = await withRole();
  await sdk.send(
    new CreatePolicyVersionCommand({
      PolicyArn: policyArn,
      PolicyDocument: policy("second"),
      SetAsDefault: true,
    }),
  );
  await sdk.send(new AttachRolePolicyCommand({ RoleName: "web-build", PolicyArn: policyArn }));
  expect([...(await roles.managedPolicies("web-build"))]).toEqual([[policyArn, policy("second")]]);
  expect(await roles.managedPolicy(policyArn)).toBe(policy("second"));
});

test("the roles that have a policy are told, attached or bounded by it, on however many pages", async () => {
  const { sdk, policyArn, connection } = await withRole();
  const names = Array.from({ length: 120 }, (_, index) => `build-${index}`);
  for (const RoleName of names) {
    await sdk.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await sdk.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policyArn }));
  }
  const holders = iamPolicyHolders(connection, home);
  expect([...(await holders.rolesWith(policyArn))].sort()).toEqual(["web-build", ...names].sort());
  expect(await holders.rolesWith(`arn:aws:iam::${account}:policy/none`)).toEqual([]);
});

test("a policy is put, read back byte for byte, and deleted, also when it is gone already", async () => {
  const { roles, sdk } = await withRole();
  await roles.putPolicy("web-build", "pullpass-eu-central-1", policy("own"));
  expect([...(await roles.inlinePolicies("web-build"))]).toEqual([["pullpass-eu-central-1", policy("own")]]);
  await roles.deletePolicy("web-build", "pullpass-eu-central-1");
  await roles.deletePolicy("web-build", "pullpass-eu-central-1");
  expect((await roles.inlinePolicies("web-build")).size).toBe(0);
  await sdk.send(new DeleteRoleCommand({ RoleName: "web-build" }));
  await roles.deletePolicy("web-build", "pullpass-eu-central-1");
});

test("a write that IAM refuses says so in the domain's words", async () => {
  const { roles } = await withRole();
  await expect(roles.putPolicy("none", "own", policy("own"))).rejects.toBeInstanceOf(NotFound);
  await expect(roles.putPolicy("web-build", "own", "{")).rejects.toBeInstanceOf(Refused);
});
