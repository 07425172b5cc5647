import { expect, test } from "vitest";
import { projectOf } from "../../packages/core/src/aws/project.ts";
import { InvalidArn } from "../../packages/core/src/model/arn.ts";

const arn = "arn:aws-us-gov:codebuild:us-gov-west-1:111122223333:project/web";
const serviceRole = "arn:aws-us-gov:iam::111122223333:role/service-role/web";

test("a project without an environment asks for nothing", () => {
  expect(projectOf({ arn, serviceRole })).toMatchObject({
    name: "web",
    account: "111122223333",
    region: "us-gov-west-1",
    role: serviceRole,
    tags: {},
    image: "",
    pullCredentials: "CODEBUILD",
    credential: undefined,
    plaintextVariables: [],
    environment: {},
  });
});

test("a role that is given by name is a role of the project's account and partition", () => {
  expect(projectOf({ arn, serviceRole: "web" }).role).toBe("arn:aws-us-gov:iam::111122223333:role/web");
});

const event = (pattern: string) => ({ type: "EVENT", pattern }) as const;

test.each([
  ["no webhook", undefined, false],
  ["builds of pushes", { filterGroups: [[event("PUSH")]] }, false],
  ["jobs of GitHub Actions or GitLab", { filterGroups: [[event("WORKFLOW_JOB_QUEUED")]] }, true],
  ["pushes, and jobs too", { filterGroups: [[event("PUSH")], [event("PUSH, WORKFLOW_JOB_QUEUED")]] }, true],
  [
    "everything but jobs",
    { filterGroups: [[{ ...event("WORKFLOW_JOB_QUEUED"), excludeMatchedPattern: true }]] },
    false,
  ],
  [
    "a branch of that name",
    { filterGroups: [[{ type: "HEAD_REF", pattern: "WORKFLOW_JOB_QUEUED" }]] },
    false,
  ],
  ["jobs of Buildkite", { buildType: "RUNNER_BUILDKITE_BUILD" }, true],
  ["batches", { buildType: "BUILD_BATCH" }, false],
] as const)("a project with %s is a self-hosted runner: %s", (_, webhook, runner) => {
  const filterGroups = webhook !== undefined && "filterGroups" in webhook ? webhook.filterGroups : undefined;
  const described = webhook && { ...webhook, filterGroups: filterGroups?.map((group) => [...group]) };
  expect(projectOf({ arn, serviceRole, webhook: described }).runner).toBe(runner);
});

test("a login that was pasted as the credential, or into the image, is masked, and still sent back", () => {
  const credential = '{"username":"me","password":"hunter2"}';
  const environment = {
    type: "LINUX_CONTAINER",
    computeType: "BUILD_GENERAL1_SMALL",
    image: "https://me:hunter2@ghcr.io/acme/app",
    registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
  } as const;
  const { environment: sent, ...project } = projectOf({ arn, serviceRole, environment });
  expect(project).toMatchObject({
    credential: "(a login as JSON, not shown)",
    image: "https://***@ghcr.io/acme/app",
  });
  expect(JSON.stringify(project)).not.toContain("hunter2");
  expect(sent).toEqual(environment);
});

test.each([
  ["a project", { serviceRole }],
  ["a role", { arn, serviceRole: "" }],
])("what does not name %s is refused, not taken for a project that is gone", (_, described) => {
  expect(() => projectOf(described)).toThrow(InvalidArn);
});

test("of a buildspec only where logins are in it is kept", () => {
  const buildspec =
    "version: 0.2\nphases:\n  build:\n    commands:\n      - docker login -u me -p hunter2 ghcr.io\n";
  const project = projectOf({ arn, serviceRole, source: { type: "NO_SOURCE", buildspec } });
  expect(project.buildspecLeaks).toEqual([{ line: 5, what: "a login with its password in the command" }]);
  expect(JSON.stringify(project)).not.toContain("hunter2");
});
