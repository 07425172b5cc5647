/** Webhooks, as far as projects that run the jobs of a CI service need them. */
import {
  BatchGetProjectsCommand,
  CreateProjectCommand,
  CreateWebhookCommand,
  DeleteWebhookCommand,
  type ProjectSource,
  UpdateProjectCommand,
  UpdateWebhookCommand,
  type WebhookFilter,
} from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { account, allow, failure, home, newAccount } from "./support/account.ts";

const environment = {
  type: "LINUX_CONTAINER",
  computeType: "BUILD_GENERAL1_SMALL",
  image: "aws/codebuild/standard:7.0",
} as const;
const github: ProjectSource = { type: "GITHUB", location: "https://github.com/acme/web.git" };
const jobs: WebhookFilter[] = [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }];
const projectName = "runner";

/** An account with one project of that source, and what its webhook is shown to be. */
async function newProject(source: ProjectSource = github) {
  const world = await newAccount();
  const { codebuild } = world;
  const serviceRole = await world.role("builder");
  const artifacts = { type: "NO_ARTIFACTS" } as const;
  await codebuild.send(
    new CreateProjectCommand({ name: projectName, serviceRole, source, artifacts, environment }),
  );
  const webhook = async () => {
    const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [projectName] }));
    return projects?.[0]?.webhook;
  };
  return { ...world, webhook };
}

test("a runner project shows what its webhook listens to, and no secret", async () => {
  const { codebuild, webhook } = await newProject();
  expect(await webhook()).toBeUndefined();
  const made = await codebuild.send(new CreateWebhookCommand({ projectName, filterGroups: [jobs] }));
  expect(made.webhook?.secret).toEqual(expect.any(String));
  expect(await webhook()).toMatchObject({
    filterGroups: [jobs],
    payloadUrl: expect.stringMatching(/^https:\/\//),
  });
  expect(await webhook()).not.toHaveProperty("secret");
  await codebuild.send(new UpdateProjectCommand({ name: projectName, description: "jobs" }));
  expect(await webhook()).toMatchObject({ filterGroups: [jobs] });
});

test("a Buildkite runner needs no repository", async () => {
  const source = { type: "NO_SOURCE", buildspec: "version: 0.2" } as const;
  const { codebuild, webhook } = await newProject(source);
  const create = (input: object) => codebuild.send(new CreateWebhookCommand({ projectName, ...input }));
  expect(await failure(create({}))).toMatch(/^InvalidInputException/);
  await create({ buildType: "RUNNER_BUILDKITE_BUILD" });
  expect(await webhook()).toMatchObject({ buildType: "RUNNER_BUILDKITE_BUILD" });
});

test("a webhook is changed, and deleted", async () => {
  const { codebuild, webhook } = await newProject();
  await codebuild.send(new CreateWebhookCommand({ projectName, filterGroups: [jobs] }));
  const pushes: WebhookFilter[] = [
    { type: "EVENT", pattern: "PUSH, PULL_REQUEST_CREATED" },
    { type: "HEAD_REF", pattern: "^refs/heads/main$", excludeMatchedPattern: false },
  ];
  await codebuild.send(new UpdateWebhookCommand({ projectName, filterGroups: [pushes] }));
  expect(await webhook()).toMatchObject({ filterGroups: [pushes] });
  expect(await failure(codebuild.send(new CreateWebhookCommand({ projectName })))).toMatch(
    /^ResourceAlreadyExistsException/,
  );
  await codebuild.send(new DeleteWebhookCommand({ projectName }));
  expect(await webhook()).toBeUndefined();
  for (const command of [
    new DeleteWebhookCommand({ projectName }),
    new UpdateWebhookCommand({ projectName }),
  ]) {
    expect(await failure(codebuild.send(command as DeleteWebhookCommand))).toMatch(
      /^ResourceNotFoundException/,
    );
  }
});

test.each<[string, WebhookFilter[]]>([
  ["no event", [{ type: "HEAD_REF", pattern: "main" }]],
  ["an event that there is not", [{ type: "EVENT", pattern: "PUSHED" }]],
])("a group of filters with %s is refused", async (_, group) => {
  const { codebuild } = await newProject();
  const call = codebuild.send(new CreateWebhookCommand({ projectName, filterGroups: [group] }));
  expect(await failure(call)).toMatch(/^InvalidInputException/);
});

test("who may make a webhook is a question of its own", async () => {
  const { role, as } = await newProject();
  const arn = `arn:aws:codebuild:${home}:${account}:project/${projectName}`;
  const updater = as(await role("updater", allow("codebuild:UpdateProject", arn)));
  const maker = as(await role("maker", allow("codebuild:CreateWebhook", arn)));
  const create = new CreateWebhookCommand({ projectName, filterGroups: [jobs] });
  expect(await failure(updater.codebuild.send(create))).toMatch(/^AccessDeniedException/);
  await maker.codebuild.send(create);
});

test("what a project only ever answers cannot be set", async () => {
  const { sandbox, webhook } = await newProject();
  const from = {
    caller: { kind: "administrator", arn: `arn:aws:iam::${account}:root`, account },
    place: { partition: "aws", account, region: home },
  } as const;
  await sandbox.call(
    "codebuild",
    "UpdateProject",
    { name: projectName, webhook: { filterGroups: [] } },
    from,
  );
  expect(await webhook()).toBeUndefined();
});
