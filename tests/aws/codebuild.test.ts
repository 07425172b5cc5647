import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  UpdateProjectCommand,
} from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { codeBuildProjects } from "../../packages/core/src/aws/codebuild.ts";
import { AccessDenied, NotFound, Refused } from "../../packages/core/src/errors.ts";
import { account, away, home, newAccount } from "./support/account.ts";

const role = `arn:aws:iam::${account}:role/web-build`;
const environment = {
  type: "LINUX_CONTAINER",
  computeType: "BUILD_GENERAL1_SMALL",
  image: "registry.example.com/web:1",
  imagePullCredentialsType: "SERVICE_ROLE",
  registryCredential: { credential: "registry/hub", credentialProvider: "SECRETS_MANAGER" },
  environmentVariables: [
    { name: "STAGE", value: "test" },
    { name: "TOKEN", value: "/token", type: "PARAMETER_STORE" },
    { name: "NODE_ENV", value: "ci", type: "PLAINTEXT" },
  ],
} as const;

async function withProjects(...names: string[]) {
  const world = await newAccount();
  const iam = new IAMClient(world.config());
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  await iam.send(new CreateRoleCommand({ RoleName: "web-build", AssumeRolePolicyDocument }));
  const sdk = new CodeBuildClient(world.config());
  for (const name of names) {
    await sdk.send(
      new CreateProjectCommand({
        name,
        serviceRole: role,
        source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
        artifacts: { type: "NO_ARTIFACTS" },
        tags: [{ key: "pullpass/group", value: "web" }],
        environment: { ...environment, environmentVariables: [...environment.environmentVariables] },
      }),
    );
  }
  return { ...world, sdk, projects: codeBuildProjects(world.connection) };
}

test("what CodeBuild only puts out is not sent back to it", async () => {
  const { projects, sdk } = await withProjects("web");
  const dockerServer = { computeType: "BUILD_GENERAL1_SMALL", securityGroupIds: ["sg-1"] } as const;
  await projects.updateEnvironment(home, "web", { ...environment, dockerServer });
  const [before] = await projects.read(home, ["web"]);
  expect(before?.environment.dockerServer).toMatchObject({ ...dockerServer, status: { status: "ACTIVE" } });
  const withStatus = {
    ...environment,
    environmentVariables: [],
    dockerServer: { computeType: dockerServer.computeType, status: { status: "ACTIVE" } },
  };
  await expect(sdk.send(new UpdateProjectCommand({ name: "web", environment: withStatus }))).rejects.toThrow(
    "cannot be passed in as an input",
  );
  const whole = { ...before?.environment, image: "registry.example.com/web:2" };
  await projects.updateEnvironment(home, "web", whole);
  const [after] = await projects.read(home, ["web"]);
  expect(after).toMatchObject({ image: "registry.example.com/web:2", environment: { dockerServer } });
});

test("a project is read with all that matters about it", async () => {
  const { projects } = await withProjects("web");
  const [project] = await projects.read(home, ["web"]);
  expect(project).toMatchObject({
    name: "web",
    arn: `arn:aws:codebuild:${home}:${account}:project/web`,
    account,
    region: home,
    role,
    tags: { "pullpass/group": "web" },
    image: environment.image,
    environmentType: "LINUX_CONTAINER",
    pullCredentials: "SERVICE_ROLE",
    credential: "registry/hub",
    plaintextVariables: [
      { name: "STAGE", value: "test" },
      { name: "NODE_ENV", value: "ci" },
    ],
  });
  expect(project?.environment).toMatchObject(environment);
});

test("projects that are not there are left out, and so is every project of another Region", async () => {
  const { projects } = await withProjects("web");
  expect(await projects.read(home, ["gone"])).toEqual([]);
  expect(await projects.read(away, ["web"])).toEqual([]);
  expect(await projects.read(home, [])).toEqual([]);
});

test("hundreds of projects are listed page by page and read a hundred a call", async () => {
  const names = Array.from({ length: 230 }, (_, index) => `project-${String(index).padStart(3, "0")}`);
  const { projects, sandbox } = await withProjects(...names);
  const listed: string[] = [];
  for await (const page of projects.list(home)) listed.push(...page);
  expect([...listed].sort()).toEqual(names);
  const read = await projects.read(home, [...names, ...names]);
  expect(read.map(({ name }) => name).sort()).toEqual(names);
  const calls = (operation: string) => sandbox.calls.filter((call) => call.operation === operation).length;
  expect([calls("ListProjects"), calls("BatchGetProjects")]).toEqual([3, 3]);
});

test("members of an environment that no SDK knows survive being read and written back, nested ones too", async () => {
  const { projects, sandbox, sdk } = await withProjects("web");
  const later = {
    hostMood: "calm",
    warmUp: { minutes: 5, ratio: 0.25, steps: [{ kind: "pull" }], off: null },
  };
  const dockerServer = { computeType: "BUILD_GENERAL1_SMALL", sidecar: { cacheGigabytes: 40 } };
  // Only what goes around the SDK's shapes can put them there, as a younger SDK would.
  const stored = { ...environment, ...later, dockerServer };
  const from = {
    caller: { kind: "administrator", arn: "x", account } as const,
    place: { partition: "aws", account, region: home },
  };
  await sandbox.call("codebuild", "UpdateProject", { name: "web", environment: stored }, from);

  const [project] = await projects.read(home, ["web"]);
  if (project === undefined) throw new Error("no project");
  expect(project.environment).toMatchObject(stored);
  await projects.updateEnvironment(home, "web", {
    ...project.environment,
    image: "registry.example.com/web:2",
  });

  const [after] = await projects.read(home, ["web"]);
  expect(after?.environment).toEqual({ ...project.environment, image: "registry.example.com/web:2" });
  expect(await plainlyRead(sdk)).not.toHaveProperty("hostMood");
});

/** What a client sees that was not taught to keep what it does not know: the test above would pass in vain if it saw it. */
async function plainlyRead(sdk: CodeBuildClient) {
  const { projects } = await sdk.send(new BatchGetProjectsCommand({ names: ["web"] }));
  return projects?.[0]?.environment;
}

test("what CodeBuild says of a Docker server is not sent back to it", async () => {
  const { projects, sdk } = await withProjects("web");
  const dockerServer = { computeType: "BUILD_GENERAL1_SMALL" as const, securityGroupIds: ["sg-1"] };
  const environmentVariables = [...environment.environmentVariables];
  const withServer = { ...environment, environmentVariables, dockerServer };
  await sdk.send(new UpdateProjectCommand({ name: "web", environment: withServer }));
  const [project] = await projects.read(home, ["web"]);
  expect(project?.environment.dockerServer).toHaveProperty("status");
  const image = "registry.example.com/web:2";
  await projects.updateEnvironment(home, "web", { ...project?.environment, image });
  expect(await plainlyRead(sdk)).toMatchObject({ image, dockerServer });
});

test("an update changes nothing but the environment", async () => {
  const { projects, sdk } = await withProjects("web");
  const read = async () => (await sdk.send(new BatchGetProjectsCommand({ names: ["web"] }))).projects?.[0];
  const before = await read();
  const [project] = await projects.read(home, ["web"]);
  await projects.updateEnvironment(home, "web", {
    ...project?.environment,
    image: "registry.example.com/web:2",
  });
  const { environment: was, lastModified: _, ...restBefore } = before ?? {};
  const { environment: is, lastModified: __, ...restAfter } = (await read()) ?? {};
  expect(restAfter).toEqual(restBefore);
  expect(is).toEqual({ ...was, image: "registry.example.com/web:2" });
});

test.each([
  ["a project that is gone", "gone", environment, NotFound],
  [
    "an environment that CodeBuild refuses",
    "web",
    { ...environment, image: "aws/codebuild/standard:7.0" },
    Refused,
  ],
  ["an incomplete environment", "web", { image: "x" }, Refused],
] as const)("%s is refused with the domain's own error", async (_, name, given, kind) => {
  const { projects } = await withProjects("web");
  await expect(projects.updateEnvironment(home, name, given)).rejects.toBeInstanceOf(kind);
});

test("who may not look is told which call was denied on what", async () => {
  const { as } = await withProjects("web");
  const denied = codeBuildProjects(as(role)).read(home, ["web"]);
  await expect(denied).rejects.toBeInstanceOf(AccessDenied);
  await expect(denied).rejects.toThrow(/^codebuild:BatchGetProjects on web in eu-central-1 was denied: /);
});
