import {
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { account, allow, failure, policy, trust } from "./support/account.ts";
import { iamAccount } from "./support/iam-account.ts";

const RoleName = "web-build";
const AssumeRolePolicyDocument = trust();
const create = (more: object = {}) => new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...more });

test("a role has its path in its ARN, an id, and its trust policy URL-encoded", async () => {
  const { iam, sandbox } = await iamAccount();
  const Tags = [{ Key: "team", Value: "web" }];
  await iam.send(create({ Path: "/service-role/", Description: "builds", MaxSessionDuration: 7200, Tags }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role).toEqual({
    Path: "/service-role/",
    RoleName,
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${account}:role/service-role/${RoleName}`,
    CreateDate: sandbox.clock.now(),
    AssumeRolePolicyDocument: expect.stringMatching(/^%7B%22Version%22%3A%222012-10-17%22/),
    Description: "builds",
    MaxSessionDuration: 7200,
    Tags,
    RoleLastUsed: {},
  });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(AssumeRolePolicyDocument);
});

test.each([
  [
    "a name with a space",
    { RoleName: "web build" },
    /^ValidationError: The specified value for roleName is invalid/,
  ],
  [
    "a name of 65 characters",
    { RoleName: "x".repeat(65) },
    /^ValidationError: .*'roleName' .*less than or equal to 64/,
  ],
  ["no name", { RoleName: undefined }, /^ValidationError: .*Value null at 'roleName' .*must not be null/],
  ["a path without an end", { Path: "/team" }, /^ValidationError: The specified value for path is invalid/],
  ["the path of AWS's own roles", { Path: "/aws-service-role/codebuild.amazonaws.com/" }, /^ValidationError/],
  [
    "a session of half an hour",
    { MaxSessionDuration: 1800 },
    /^ValidationError: .*'maxSessionDuration' .*3600/,
  ],
  ["a trust policy that is no JSON", { AssumeRolePolicyDocument: "{" }, /^MalformedPolicyDocumentException/],
  [
    "a trust policy with a resource",
    {
      AssumeRolePolicyDocument: policy({
        Effect: "Allow",
        Principal: "*",
        Action: "sts:AssumeRole",
        Resource: "*",
      }),
    },
    /^MalformedPolicyDocumentException/,
  ],
  [
    "a trust policy without a principal",
    { AssumeRolePolicyDocument: policy({ Effect: "Allow", Action: "sts:AssumeRole" }) },
    /^MalformedPolicyDocumentException/,
  ],
  [
    "a trust policy above 2,048 characters",
    {
      AssumeRolePolicyDocument: trust({
        AWS: Array.from({ length: 80 }, (_, n) => `arn:aws:iam::${100_000_000_000 + n}:root`),
      }),
    },
    /^LimitExceededException: Cannot exceed quota for ACLSizePerRole: 2048/,
  ],
  [
    "a boundary that is not there",
    { PermissionsBoundary: `arn:aws:iam::${account}:policy/none` },
    /^NoSuchEntityException/,
  ],
  [
    "two tags that differ by case only",
    {
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "A", Value: "2" },
      ],
    },
    /^InvalidInputException: Duplicate tag keys found/,
  ],
  ["a tag of AWS's own", { Tags: [{ Key: "aws:x", Value: "1" }] }, /^InvalidInputException/],
])("a role with %s is refused, and none is made", async (_, more, message) => {
  const { iam } = await iamAccount();
  expect(await failure(iam.send(create(more)))).toMatch(message);
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
});

test("names are taken whatever their case, and found so", async () => {
  const { iam } = await iamAccount();
  await iam.send(create());
  expect(await failure(iam.send(create({ RoleName: "WEB-build" })))).toBe(
    "EntityAlreadyExistsException: Role with name WEB-build already exists.",
  );
  expect((await iam.send(new GetRoleCommand({ RoleName: "Web-Build" }))).Role?.RoleName).toBe(RoleName);
});

test("roles are listed page by page, though some go meanwhile", async () => {
  const { iam } = await iamAccount();
  const names = Array.from({ length: 7 }, (_, index) => `role-${index}`);
  for (const name of names) await iam.send(create({ RoleName: name }));
  const seen: (string | undefined)[] = [];
  for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 3 }, {})) {
    seen.push(...(Roles ?? []).map((role) => role.RoleName));
    if (seen.length === 3) await iam.send(new DeleteRoleCommand({ RoleName: "role-2" }));
  }
  expect(seen).toEqual(names);
});

test("a list shows a path's roles, without tags", async () => {
  const { iam } = await iamAccount();
  await iam.send(create({ Path: "/ci/", Tags: [{ Key: "team", Value: "web" }] }));
  await iam.send(create({ RoleName: "other" }));
  const { Roles, IsTruncated } = await iam.send(new ListRolesCommand({ PathPrefix: "/ci/" }));
  expect(Roles?.map((role) => role.RoleName)).toEqual([RoleName]);
  expect(Roles?.[0]).not.toHaveProperty("Tags");
  expect(IsTruncated).toBe(false);
});

test("a role with policies cannot be deleted", async () => {
  const { iam } = await iamAccount();
  await iam.send(create());
  const PolicyDocument = policy(allow("s3:GetObject"));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  expect(await failure(iam.send(new DeleteRoleCommand({ RoleName })))).toBe(
    "DeleteConflictException: Cannot delete entity, must delete policies first.",
  );
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "own" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await failure(iam.send(new GetRoleCommand({ RoleName })))).toBe(
    `NoSuchEntityException: The role with name ${RoleName} cannot be found.`,
  );
});

test("a role made again under an old name is another role", async () => {
  const { iam } = await iamAccount();
  const { Role: first } = await iam.send(create());
  await iam.send(new DeleteRoleCommand({ RoleName }));
  const { Role: second } = await iam.send(create());
  expect(second?.Arn).toBe(first?.Arn);
  expect(second?.RoleId).not.toBe(first?.RoleId);
});

test("trust, description and session length can be changed", async () => {
  const { iam } = await iamAccount();
  await iam.send(create({ Description: "old" }));
  const PolicyDocument = trust({ Service: "lambda.amazonaws.com" });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 43200 }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role).toMatchObject({ Description: "old", MaxSessionDuration: 43200 });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(PolicyDocument);
});

test("tags are set and taken whatever the case of their keys, up to 50", async () => {
  const { iam } = await iamAccount();
  await iam.send(create({ Tags: [{ Key: "Team", Value: "web" }] }));
  const tags = async () => (await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags;
  await iam.send(
    new TagRoleCommand({
      RoleName,
      Tags: [
        { Key: "team", Value: "api" },
        { Key: "x", Value: "" },
      ],
    }),
  );
  expect(await tags()).toEqual([
    { Key: "Team", Value: "api" },
    { Key: "x", Value: "" },
  ]);
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["TEAM", "none"] }));
  expect(await tags()).toEqual([{ Key: "x", Value: "" }]);
  const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${index}`, Value: "" }));
  expect(await failure(iam.send(new TagRoleCommand({ RoleName, Tags })))).toMatch(/^LimitExceededException/);
  expect(await tags()).toEqual([{ Key: "x", Value: "" }]);
});

test("roles that belong to AWS cannot be changed by people", async () => {
  const { iam } = await iamAccount();
  const { Role } = await iam.send(
    new CreateServiceLinkedRoleCommand({ AWSServiceName: "ecs.amazonaws.com" }),
  );
  expect(Role).toMatchObject({
    RoleName: "AWSServiceRoleForEcs",
    Arn: `arn:aws:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForEcs`,
  });
  const own = { RoleName: "AWSServiceRoleForEcs" };
  const PolicyDocument = policy(allow("s3:GetObject"));
  for (const change of [
    iam.send(new PutRolePolicyCommand({ ...own, PolicyName: "own", PolicyDocument })),
    iam.send(new TagRoleCommand({ ...own, Tags: [{ Key: "a", Value: "b" }] })),
    iam.send(new UpdateAssumeRolePolicyCommand({ ...own, PolicyDocument: trust() })),
    iam.send(new DeleteRoleCommand(own)),
  ]) {
    expect(await failure(change)).toBe(
      "UnmodifiableEntityException: Cannot perform the operation on the protected role 'AWSServiceRoleForEcs' - this role is only modifiable by AWS",
    );
  }
  const again = iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "ecs.amazonaws.com" }));
  expect(await failure(again)).toMatch(/^InvalidInputException/);
});

test("a boundary shows on the role until it is taken off", async () => {
  const { iam } = await iamAccount();
  const PermissionsBoundary = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.send(create());
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  const boundary = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary;
  expect((await boundary())?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
  expect(await boundary()).toBeUndefined();
  expect(await failure(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })))).toMatch(
    /^NoSuchEntity/,
  );
});
