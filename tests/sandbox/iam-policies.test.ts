import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  paginateGetAccountAuthorizationDetails,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { account, allow, failure, policy, trust } from "./support/account.ts";
import { iamAccount } from "./support/iam-account.ts";

const RoleName = "web-build";
const PolicyName = "pullpass";
const PolicyDocument = policy(allow("secretsmanager:GetSecretValue"));

async function accountWithRole() {
  const { iam, sandbox } = await iamAccount();
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust() }));
  const put = (document: string, name = PolicyName) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: name, PolicyDocument: document }));
  return { iam, sandbox, put };
}

async function createPolicy(iam: IAMClient, more: object = {}): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, ...more }));
  return Policy?.Arn ?? "";
}

test("an inline policy comes back URL-encoded, white space and all", async () => {
  const { iam, put } = await accountWithRole();
  const document = JSON.stringify(
    JSON.parse(policy(allow("s3:Get*", "arn:aws:s3:::it's/(here)!"))),
    undefined,
    2,
  );
  await put(document);
  const reply = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  expect(reply).toMatchObject({ RoleName, PolicyName });
  expect(reply.PolicyDocument).toMatch(/^[\w.~%-]+$/);
  expect(decodeURIComponent(reply.PolicyDocument ?? "")).toBe(document);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([PolicyName]);
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  for (const gone of [
    iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
    iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
  ]) {
    expect(await failure(gone)).toBe(
      "NoSuchEntityException: The role policy with name pullpass cannot be found.",
    );
  }
});

test("all inline policies of a role together take 10,240 characters, not counting white space", async () => {
  const { put } = await accountWithRole();
  const sized = (size: number) => {
    const empty = policy({ Sid: "", ...allow("s3:GetObject") });
    return policy({ Sid: "x".repeat(size - empty.length), ...allow("s3:GetObject") });
  };
  await put(sized(10_000), "large");
  const spaced = JSON.stringify(JSON.parse(sized(240)), undefined, 8);
  await put(spaced);
  expect(await failure(put(sized(241)))).toBe(
    "LimitExceededException: Maximum policy size of 10240 bytes exceeded for role web-build",
  );
  await put(sized(9_000), "large");
  await put(sized(1_240));
});

test.each([
  ["no JSON", "{", /^MalformedPolicyDocumentException: /],
  ["a list", "[]", /^MalformedPolicyDocumentException: /],
  ["another version", '{"Version":"2012-10-18","Statement":[]}', /^MalformedPolicyDocumentException: /],
  ["no statement", '{"Version":"2012-10-17"}', /^MalformedPolicyDocumentException: /],
  [
    "a principal",
    policy({ ...allow("s3:GetObject"), Principal: "*" }),
    /^MalformedPolicyDocumentException: /,
  ],
  ["no action", policy({ Effect: "Allow", Resource: "*" }), /^MalformedPolicyDocumentException: /],
  ["no resource", policy({ Effect: "Allow", Action: "s3:GetObject" }), /^MalformedPolicyDocumentException: /],
  ["no effect", policy({ Action: "s3:GetObject", Resource: "*" }), /^MalformedPolicyDocumentException: /],
  ["nothing", "", /^ValidationError: /],
])("a document with %s is no policy", async (_, document, message) => {
  const { iam, put } = await accountWithRole();
  expect(await failure(put(document))).toMatch(message);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([]);
});

test("a managed policy is attached, listed and detached", async () => {
  const { iam } = await accountWithRole();
  const PolicyArn = await createPolicy(iam, { Path: "/ci/" });
  expect(PolicyArn).toBe(`arn:aws:iam::${account}:policy/ci/pullpass`);
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([{ PolicyName, PolicyArn }]);
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount).toBe(1);
  expect(await failure(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatch(/^DeleteConflictException/);
  expect(await failure(iam.send(new DeleteRoleCommand({ RoleName })))).toBe(
    "DeleteConflictException: Cannot delete entity, must detach all policies first.",
  );
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await failure(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })))).toMatch(
    /^NoSuchEntity/,
  );
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
  expect(await failure(iam.send(new GetPolicyCommand({ PolicyArn })))).toBe(
    `NoSuchEntityException: Policy ${PolicyArn} was not found.`,
  );
  expect(await failure(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })))).toBe(
    `NoSuchEntityException: Policy ${PolicyArn} does not exist or is not attachable.`,
  );
});

test("a role takes ten managed policies", async () => {
  const { iam } = await accountWithRole();
  for (let count = 0; count < 10; count++) {
    const PolicyArn = await createPolicy(iam, { PolicyName: `policy-${count}` });
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  const PolicyArn = await createPolicy(iam, { PolicyName: "one-more" });
  expect(await failure(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })))).toBe(
    "LimitExceededException: Cannot exceed quota for PoliciesPerRole: 10",
  );
});

test("a managed policy has up to five versions, of which one counts", async () => {
  const { iam } = await iamAccount();
  const PolicyArn = await createPolicy(iam);
  const version = (action: string, SetAsDefault = false) =>
    iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(allow(action)), SetAsDefault }),
    );
  const { PolicyVersion: second } = await version("s3:GetObject", true);
  expect(second).toMatchObject({ VersionId: "v2", IsDefaultVersion: true });
  for (const action of ["s3:A", "s3:B", "s3:C"]) await version(action);
  expect(await failure(version("s3:D"))).toMatch(
    /^LimitExceededException: A managed policy can have up to 5 versions/,
  );
  expect(await failure(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" })))).toBe(
    "DeleteConflictException: Cannot delete the default version of a policy.",
  );
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
  expect((await version("s3:E")).PolicyVersion?.VersionId).toBe("v6");
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["v1", "v3", "v4", "v5", "v6"]);
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
  expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toBe(policy(allow("s3:A")));
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe("v3");
  expect(await failure(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatch(/more than one version/);
});

test("the name of a managed policy is taken whatever its case and path", async () => {
  const { iam } = await iamAccount();
  await createPolicy(iam);
  expect(await failure(createPolicy(iam, { PolicyName: "PullPass", Path: "/ci/" }))).toMatch(
    /^EntityAlreadyExistsException: A policy called PullPass already exists/,
  );
  const large = policy({ Sid: "x".repeat(6144), ...allow("s3:GetObject") });
  expect(await failure(createPolicy(iam, { PolicyName: "large", PolicyDocument: large }))).toBe(
    "LimitExceededException: Cannot exceed quota for PolicySize: 6144",
  );
});

test("policies are listed by owner and use; AWS's cannot be deleted", async () => {
  const { iam } = await accountWithRole();
  const own = await createPolicy(iam);
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const arns = async (input: object) =>
    (await iam.send(new ListPoliciesCommand(input))).Policies?.map(({ Arn }) => Arn);
  expect(await arns({ Scope: "Local" })).toEqual([own]);
  expect(await arns({ OnlyAttached: true })).toEqual([PolicyArn]);
  expect(await arns({})).toContain(PolicyArn);
  expect(await failure(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatch(/^AccessDenied: /);
});

test("the whole account comes in pages, each entity once", async () => {
  const { iam, put } = await accountWithRole();
  await put(PolicyDocument);
  const PolicyArn = await createPolicy(iam);
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new CreateRoleCommand({ RoleName: "other", AssumeRolePolicyDocument: trust() }));
  const roles = [];
  const policies = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1 }, {})) {
    roles.push(...(page.RoleDetailList ?? []));
    policies.push(...(page.Policies ?? []));
  }
  expect(roles.map((role) => role.RoleName)).toEqual(["other", RoleName]);
  expect(roles[1]).toMatchObject({
    RolePolicyList: [{ PolicyName, PolicyDocument: encodeURIComponent(PolicyDocument).replace("*", "%2A") }],
    AttachedManagedPolicies: [{ PolicyName, PolicyArn }],
  });
  expect(policies.map(({ Arn }) => Arn)).toEqual([PolicyArn]);
  expect(policies[0]?.PolicyVersionList).toHaveLength(1);
});

test("whom a policy is attached to, and whom it bounds, is listed by kind, usage, path and page", async () => {
  const { iam } = await accountWithRole();
  const PolicyArn = await createPolicy(iam);
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const bounded = { AssumeRolePolicyDocument: trust(), PermissionsBoundary: PolicyArn };
  await iam.send(new CreateRoleCommand({ RoleName: "bounded", Path: "/team/", ...bounded }));
  await iam.send(new CreateRoleCommand({ RoleName: "without", AssumeRolePolicyDocument: trust() }));
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  await iam.send(new AttachUserPolicyCommand({ UserName: "ann", PolicyArn }));
  const listed = async (more: object = {}) => {
    const reply = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, ...more }));
    const { PolicyRoles = [], PolicyUsers = [], Marker, IsTruncated } = reply;
    const names = [...PolicyRoles.map((role) => role.RoleName), ...PolicyUsers.map((user) => user.UserName)];
    return { names, Marker, IsTruncated };
  };
  expect((await listed()).names).toEqual(["bounded", RoleName, "ann"]);
  expect((await listed({ EntityFilter: "Role" })).names).toEqual(["bounded", RoleName]);
  expect((await listed({ EntityFilter: "User" })).names).toEqual(["ann"]);
  expect((await listed({ PolicyUsageFilter: "PermissionsBoundary" })).names).toEqual(["bounded"]);
  expect((await listed({ PolicyUsageFilter: "PermissionsPolicy" })).names).toEqual([RoleName, "ann"]);
  expect((await listed({ PathPrefix: "/team/" })).names).toEqual(["bounded"]);
  const { Marker, IsTruncated } = await listed({ MaxItems: 2 });
  expect(IsTruncated).toBe(true);
  expect((await listed({ Marker })).names).toEqual(["ann"]);
  const none = new ListEntitiesForPolicyCommand({ PolicyArn: `arn:aws:iam::${account}:policy/none` });
  expect(await failure(iam.send(none))).toMatch(/^NoSuchEntityException: /);
});
