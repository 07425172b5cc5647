import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectCommandInput,
  DeleteProjectCommand,
  ListProjectsCommand,
  type ProjectEnvironment,
  UpdateProjectCommand,
  type UpdateProjectCommandInput,
} from "@aws-sdk/client-codebuild";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/connect.ts";
import { account, allow, failure, home, newAccount, policy, trust } from "./support/account.ts";

const serviceRole = `arn:aws:iam::${account}:role/builder`;
const environment: ProjectEnvironment = {
  type: "LINUX_CONTAINER",
  computeType: "BUILD_GENERAL1_SMALL",
  image: "registry.example.com/acme/web:1",
};
const web: CreateProjectCommandInput = {
  name: "web",
  serviceRole,
  environment,
  source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
  artifacts: { type: "NO_ARTIFACTS" },
};
const registryCredential = { credential: "registry", credentialProvider: "SECRETS_MANAGER" } as const;

async function withBuilder() {
  const world = await newAccount();
  await world.role("builder");
  const environmentOf = async (name: string) => {
    const { projects } = await world.codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
    return projects?.[0]?.environment;
  };
  return { ...world, environmentOf };
}

test("a project is found by name and by ARN, with CodeBuild's defaults", async () => {
  const { codebuild } = await withBuilder();
  await codebuild.send(new CreateProjectCommand({ ...web, tags: [{ key: "team", value: "web" }] }));
  const arn = `arn:aws:codebuild:${home}:${account}:project/web`;
  for (const name of ["web", arn]) {
    const { projects, projectsNotFound } = await codebuild.send(
      new BatchGetProjectsCommand({ names: [name, "none"] }),
    );
    expect(projects).toMatchObject([
      {
        name: "web",
        arn,
        serviceRole,
        tags: [{ key: "team", value: "web" }],
        environment: { ...environment, imagePullCredentialsType: "CODEBUILD" },
        timeoutInMinutes: 60,
      },
    ]);
    expect(projectsNotFound).toEqual(["none"]);
  }
});

test.each<[string, Partial<CreateProjectCommandInput>, string]>([
  ["a name with a space", { name: "my web" }, "InvalidInputException"],
  [
    "a name that is taken",
    { name: "taken" },
    `ResourceAlreadyExistsException: Project already exists: arn:aws:codebuild:${home}:${account}:project/taken`,
  ],
  [
    "a role that is not there",
    { serviceRole: `${serviceRole}s` },
    `InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}s`,
  ],
  [
    "a role that does not trust CodeBuild",
    { serviceRole: `arn:aws:iam::${account}:role/lambda` },
    `InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::${account}:role/lambda`,
  ],
  ["a role that is no ARN", { serviceRole: "builder" }, "InvalidInputException: Invalid service role"],
  [
    "a curated image pulled by the role",
    {
      environment: {
        ...environment,
        image: "aws/codebuild/standard:7.0",
        imagePullCredentialsType: "SERVICE_ROLE",
      },
    },
    "InvalidInputException: Invalid input: cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE",
  ],
  [
    "another account's ECR image pulled by CodeBuild",
    { environment: { ...environment, image: "444455556666.dkr.ecr.eu-central-1.amazonaws.com/web:1" } },
    "InvalidInputException: Invalid input: cannot use a cross-account ECR image with imagePullCredentialsType CODEBUILD",
  ],
  [
    "an environment of a type that is none",
    { environment: { ...environment, type: "NONE" as "LINUX_CONTAINER" } },
    "InvalidInputException",
  ],
  [
    "an environment without an image",
    { environment: { ...environment, image: undefined } },
    "InvalidInputException: 1 validation error detected: Value null at 'environment.image' failed to satisfy constraint: Member must not be null",
  ],
  [
    "an empty image",
    { environment: { ...environment, image: "" } },
    "InvalidInputException: 1 validation error detected: Value '' at 'environment.image' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "a compute type that is none",
    { environment: { ...environment, computeType: "NONSENSE" as "BUILD_GENERAL1_SMALL" } },
    "InvalidInputException: 1 validation error detected: Value 'NONSENSE' at 'environment.computeType' failed to satisfy constraint: Member must satisfy enum value set: [BUILD_GENERAL1_SMALL, ",
  ],
  [
    "a credential provider that is none",
    {
      environment: {
        ...environment,
        registryCredential: { ...registryCredential, credentialProvider: "VAULT" as "SECRETS_MANAGER" },
      },
    },
    "InvalidInputException: 1 validation error detected: Value 'VAULT' at 'environment.registryCredential.credentialProvider'",
  ],
  [
    "a variable without a name",
    { environment: { ...environment, environmentVariables: [{ name: undefined, value: "x" }] } },
    "InvalidInputException: 1 validation error detected: Value null at 'environment.environmentVariables.1.member.name'",
  ],
  [
    "the status of a Docker server, which CodeBuild gives",
    {
      environment: {
        ...environment,
        dockerServer: { computeType: "BUILD_GENERAL1_SMALL", status: { status: "ACTIVE" } },
      },
    },
    "InvalidInputException",
  ],
])("a project with %s is refused", async (_, input, expected) => {
  const { codebuild, iam } = await withBuilder();
  const AssumeRolePolicyDocument = trust({ Service: "lambda.amazonaws.com" });
  await iam.send(new CreateRoleCommand({ RoleName: "lambda", AssumeRolePolicyDocument }));
  await codebuild.send(new CreateProjectCommand({ ...web, name: "taken" }));
  expect(await failure(codebuild.send(new CreateProjectCommand({ ...web, ...input })))).toContain(expected);
});

test("a role may trust CodeBuild for one project only", async () => {
  const { codebuild, iam } = await withBuilder();
  const onlyWeb = { StringEquals: { "aws:SourceArn": `arn:aws:codebuild:${home}:${account}:project/web` } };
  const AssumeRolePolicyDocument = policy({
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: onlyWeb,
  });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "web-only", AssumeRolePolicyDocument }));
  await codebuild.send(new CreateProjectCommand({ ...web, serviceRole: Role?.Arn }));
  const other = codebuild.send(new CreateProjectCommand({ ...web, name: "other", serviceRole: Role?.Arn }));
  expect(await failure(other)).toMatch(/CodeBuild is not authorized to perform: sts:AssumeRole/);
});

test("a credential may be named with the pull type CODEBUILD, and is kept", async () => {
  const { codebuild, environmentOf } = await withBuilder();
  await codebuild.send(
    new CreateProjectCommand({ ...web, environment: { ...environment, registryCredential } }),
  );
  expect(await environmentOf("web")).toMatchObject({
    registryCredential,
    imagePullCredentialsType: "CODEBUILD",
  });
});

test("who gives a project a role needs the right to pass it", async () => {
  const { role, as } = await withBuilder();
  const without = as(await role("without", allow("codebuild:CreateProject")));
  const passing = allow("iam:PassRole", serviceRole, {
    StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" },
  });
  const author = as(await role("author", allow("codebuild:CreateProject"), passing));
  expect(await failure(without.codebuild.send(new CreateProjectCommand(web)))).toMatch(/iam:PassRole/);
  await author.codebuild.send(new CreateProjectCommand(web));
});

test("more than 100 names at once are refused, and none too", async () => {
  const { codebuild } = await withBuilder();
  const names = Array.from({ length: 101 }, (_, index) => `web${index}`);
  expect(await failure(codebuild.send(new BatchGetProjectsCommand({ names })))).toMatch(
    /^InvalidInputException/,
  );
  expect(await failure(codebuild.send(new BatchGetProjectsCommand({ names: [] })))).toMatch(
    /^InvalidInputException/,
  );
});

test("projects are listed by the hundred, in the order asked for", async () => {
  const { codebuild } = await withBuilder();
  const names = Array.from({ length: 102 }, (_, index) => `web${String(index).padStart(3, "0")}`);
  for (const name of names.toReversed()) await codebuild.send(new CreateProjectCommand({ ...web, name }));
  const first = await codebuild.send(new ListProjectsCommand({}));
  const second = await codebuild.send(new ListProjectsCommand({ nextToken: first.nextToken }));
  expect([...(first.projects ?? []), ...(second.projects ?? [])]).toEqual(names);
  expect([first.projects?.length, second.nextToken]).toEqual([100, undefined]);
  expect(await failure(codebuild.send(new ListProjectsCommand({ nextToken: "nonsense" })))).toMatch(
    /^InvalidInputException/,
  );
  const oldest = await codebuild.send(new ListProjectsCommand({ sortBy: "CREATED_TIME" }));
  expect(oldest.projects).toHaveLength(100);
  const { projects } = await codebuild.send(
    new ListProjectsCommand({ sortBy: "NAME", sortOrder: "DESCENDING" }),
  );
  expect(projects?.[0]).toBe("web101");
});

test("an update leaves alone what it does not mention", async () => {
  const { codebuild } = await withBuilder();
  await codebuild.send(new CreateProjectCommand({ ...web, description: "kept", timeoutInMinutes: 5 }));
  const { project } = await codebuild.send(
    new UpdateProjectCommand({ name: "web", queuedTimeoutInMinutes: 10 }),
  );
  expect(project).toMatchObject({
    description: "kept",
    timeoutInMinutes: 5,
    queuedTimeoutInMinutes: 10,
    environment,
  });
});

test("an updated environment keeps the old pull type unless told, and nothing else that it leaves out", async () => {
  const { codebuild, environmentOf } = await withBuilder();
  const full = {
    ...environment,
    registryCredential,
    certificate: "arn:aws:s3:::bucket/cert.pem",
    privilegedMode: true,
  };
  await codebuild.send(
    new CreateProjectCommand({ ...web, environment: { ...full, imagePullCredentialsType: "SERVICE_ROLE" } }),
  );
  await codebuild.send(new UpdateProjectCommand({ name: "web", environment }));
  expect(await environmentOf("web")).toEqual({
    ...environment,
    imagePullCredentialsType: "SERVICE_ROLE",
    privilegedMode: false,
    environmentVariables: [],
  });
  const curated = { ...environment, image: "aws/codebuild/standard:7.0" };
  expect(
    await failure(codebuild.send(new UpdateProjectCommand({ name: "web", environment: curated }))),
  ).toMatch(/cannot use a CodeBuild curated image/);
});

test("members of the environment that no SDK knows are kept, nested ones too", async () => {
  const { sandbox } = await withBuilder();
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home, isOnWire: true }));
  await codebuild.send(new CreateProjectCommand(web));
  const unknown = { hostKernel2: { version: "6.1", options: [{ name: "a", value: 1 }] } };
  codebuild.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string | Uint8Array; headers: Record<string, string> };
      const body = JSON.parse(new TextDecoder().decode(request.body as Uint8Array));
      request.body = JSON.stringify({ ...body, environment: { ...body.environment, ...unknown } });
      request.headers["content-length"] = String(Buffer.byteLength(request.body));
      return next(args);
    },
    { step: "build", priority: "low" },
  );
  await codebuild.send(new UpdateProjectCommand({ name: "web", environment }));
  const caller = { kind: "administrator", arn: `arn:aws:iam::${account}:root`, account } as const;
  const place = { partition: "aws", account, region: home };
  const reply = await sandbox.call("codebuild", "BatchGetProjects", { names: ["web"] }, { caller, place });
  expect(reply).toMatchObject({ projects: [{ environment: { ...environment, ...unknown } }] });
});

test("an update of a project that is not there, or with a role that does not trust CodeBuild, is refused", async () => {
  const { codebuild } = await withBuilder();
  expect(await failure(codebuild.send(new UpdateProjectCommand({ name: "none" })))).toBe(
    `ResourceNotFoundException: Project cannot be found: arn:aws:codebuild:${home}:${account}:project/none`,
  );
  await codebuild.send(new CreateProjectCommand(web));
  const update = codebuild.send(new UpdateProjectCommand({ name: "web", serviceRole: `${serviceRole}s` }));
  expect(await failure(update)).toMatch(/CodeBuild is not authorized to perform: sts:AssumeRole/);
});

test.each<[what: string, change: Partial<UpdateProjectCommandInput>, mayBe: boolean]>([
  ["another environment", { environment: { ...environment, image: "acme/web:2" } }, true],
  ["another role", { serviceRole }, false],
  ["another source", { source: { type: "GITHUB", location: "https://github.com/acme/web" } }, false],
  ["another buildspec", { source: { type: "NO_SOURCE", buildspec: "version: 0.2" } }, false],
])("who may not give a project a role or a source may give it %s: %s", async (_, change, mayBe) => {
  const { codebuild, role, as } = await withBuilder();
  await codebuild.send(new CreateProjectCommand(web));
  const keys = ["serviceRole", "source.location", "source.buildspec"];
  const Null = Object.fromEntries(keys.map((key) => [`codebuild:${key}`, "true"]));
  const limited = await role(
    "limited",
    allow("codebuild:UpdateProject", "*", { Null }),
    allow("iam:PassRole"),
  );
  const update = as(limited).codebuild.send(new UpdateProjectCommand({ name: "web", ...change }));
  expect(await failure(update)).toMatch(mayBe ? "did not fail" : /^AccessDeniedException/);
});

test("a deleted project is gone; deleting it again changes nothing", async () => {
  const { codebuild } = await withBuilder();
  await codebuild.send(new CreateProjectCommand(web));
  await codebuild.send(new DeleteProjectCommand({ name: "web" }));
  await codebuild.send(new DeleteProjectCommand({ name: "web" }));
  expect((await codebuild.send(new ListProjectsCommand({}))).projects).toEqual([]);
});

test("rights can hang on a project's ARN and tags", async () => {
  const { codebuild, role, as } = await withBuilder();
  await codebuild.send(new CreateProjectCommand({ ...web, tags: [{ key: "team", value: "web" }] }));
  await codebuild.send(new CreateProjectCommand({ ...web, name: "api" }));
  const condition = { StringEquals: { "aws:ResourceTag/team": "web" } };
  const reader = as(await role("reader", allow("codebuild:BatchGetProjects", "*", condition)));
  await reader.codebuild.send(new BatchGetProjectsCommand({ names: ["web"] }));
  expect(
    await failure(reader.codebuild.send(new BatchGetProjectsCommand({ names: ["web", "api"] }))),
  ).toMatch(/^AccessDeniedException/);
});

test("the trail tells of a new project in its response only", async () => {
  const { codebuild, pass, records } = await withBuilder();
  await codebuild.send(new CreateProjectCommand(web));
  await codebuild.send(new UpdateProjectCommand({ name: "web", description: "new" }));
  await codebuild.send(new DeleteProjectCommand({ name: "web" }));
  await pass(60_000);
  const [created] = records("CreateProject");
  expect(created?.requestParameters).toEqual({ awsActId: account });
  expect(created?.responseElements).toMatchObject({
    project: { name: "web", serviceRole, environment, created: expect.stringMatching(/ [AP]M$/) },
  });
  expect(records("UpdateProject")).toMatchObject([
    {
      requestParameters: { name: "web" },
      responseElements: { project: { name: "web", description: "new" } },
    },
  ]);
  expect(records("DeleteProject")).toMatchObject([
    { requestParameters: { name: "web" }, responseElements: null },
  ]);
});
