import {
  BatchGetBuildsCommand,
  CreateProjectCommand,
  ListBuildsCommand,
  ListBuildsForProjectCommand,
  type ProjectEnvironment,
  RetryBuildCommand,
  StartBuildCommand,
  type StartBuildCommandInput,
  StopBuildCommand,
} from "@aws-sdk/client-codebuild";
import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { dns } from "../../packages/sandbox/src/dns.ts";
import { registries } from "../../packages/sandbox/src/registries.ts";
import { allow, away, failure, newAccount } from "./support/account.ts";

const credentials = JSON.stringify({ username: "ci", password: "canary-s3cret" });
const image = "registry.example.com/acme/web:1";
const unableToPull = "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer's container image. ";
const mayRead = allow("secretsmanager:GetSecretValue");

interface Setup {
  readonly rights?: readonly object[];
  readonly secret?: string;
  readonly environment?: Partial<ProjectEnvironment>;
}

/** A project `web` that pulls from a private registry with a secret, and its builder. */
async function project({ rights = [mayRead], secret = credentials, environment = {} }: Setup = {}) {
  const world = await newAccount();
  const { codebuild, secrets } = world;
  await secrets.send(new CreateSecretCommand({ Name: "registry", SecretString: secret }));
  const serviceRole = await world.role("builder", ...rights);
  await codebuild.send(
    new CreateProjectCommand({
      name: "web",
      serviceRole,
      source: { type: "NO_SOURCE" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image,
        imagePullCredentialsType: "SERVICE_ROLE",
        registryCredential: { credential: "registry", credentialProvider: "SECRETS_MANAGER" },
        ...environment,
      },
    }),
  );
  const start = async (overrides: Partial<StartBuildCommandInput> = {}) =>
    (await codebuild.send(new StartBuildCommand({ projectName: "web", ...overrides }))).build?.id ?? "";
  const read = async (id: string) => {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    return builds?.[0];
  };
  /** `SUCCEEDED`, or what went wrong in PROVISIONING. */
  const build = async (overrides: Partial<StartBuildCommandInput> = {}) => {
    const id = await start(overrides);
    await world.pass(10_000);
    const built = await read(id);
    const provisioning = built?.phases?.find(({ phaseType }) => phaseType === "PROVISIONING");
    const [context] = provisioning?.contexts ?? [];
    if (provisioning?.phaseStatus !== "FAILED") return built?.buildStatus;
    return `${context?.statusCode}: ${context?.message}`;
  };
  return { ...world, start, read, build };
}

/** The part of a build event that says how it went. */
function informationOf(detail: unknown) {
  const event = detail as { "additional-information": { phases: object[]; environment: object } };
  return event["additional-information"];
}

const curated = { image: "aws/codebuild/standard:7.0", imagePullCredentialsType: "CODEBUILD" } as const;

test("a role that may read the secret pulls the image", async () => {
  expect(await (await project()).build()).toBe("SUCCEEDED");
});

test.each<[string, Setup, string]>([
  [
    "a role that may not read the secret",
    { rights: [] },
    "Secrets Manager Error Message: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/builder/AWSCodeBuild-",
  ],
  [
    "the pull type CODEBUILD",
    { environment: { imagePullCredentialsType: "CODEBUILD" } },
    "CannotPullContainerError: Error response from daemon: pull access denied for registry.example.com/acme/web, repository does not exist or may require 'docker login'",
  ],
  [
    "a secret that is not there",
    { environment: { registryCredential: { credential: "none", credentialProvider: "SECRETS_MANAGER" } } },
    "Secrets Manager Error Message: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  ],
  ["a secret that is no JSON", { secret: "ci:canary-s3cret" }, "not in the expected format"],
  ["a secret without a password", { secret: '{"username":"ci"}' }, "not in the expected format"],
  [
    "a registry name that only a private network knows",
    { environment: { image: "registry.corp/web:1" } },
    'CannotPullContainerError: Error response from daemon: Get "https://registry.corp/v2/": dial tcp: lookup registry.corp: no such host',
  ],
  [
    "a registry at a private address",
    { environment: { image: "10.1.2.3:5000/web:1" } },
    'CannotPullContainerError: Error response from daemon: Get "https://10.1.2.3:5000/v2/": net/http: request canceled',
  ],
  ["an ECR Public image with a credential", { environment: { image: "public.ecr.aws/acme/web:1" } }, "ECR"],
  [
    "Lambda compute with a credential",
    { environment: { type: "LINUX_LAMBDA_CONTAINER", computeType: "BUILD_LAMBDA_1GB" } },
    "Lambda compute",
  ],
])("a build with %s fails to pull", async (_, setup, expected) => {
  const outcome = await (await project(setup)).build();
  expect(outcome).toContain(unableToPull);
  expect(outcome).toContain(expected);
});

test.each<[string, Setup]>([
  ["a curated image", { rights: [], environment: { ...curated } }],
  ["an EC2 environment", { rights: [], environment: { type: "LINUX_EC2" } }],
])("a build with %s asks for no credential", async (_, setup) => {
  expect(await (await project(setup)).build()).toBe("SUCCEEDED");
});

test.each([
  ["acme/web", "acme/web"],
  ["alpine:3", "library/alpine"],
  ["docker.io/alpine", "library/alpine"],
  [
    "index.docker.io/acme/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "acme/web",
  ],
  ["registry.example.com:5000/acme/web", "registry.example.com:5000/acme/web"],
  ["LOCALHOST.example/web:1", "LOCALHOST.example/web"],
])("an anonymous pull of the private image %s is refused for %s", async (reference, repository) => {
  const { build } = await project({
    environment: { image: reference, imagePullCredentialsType: "CODEBUILD" },
  });
  expect(await build()).toContain(`pull access denied for ${repository}, repository does not exist`);
});

test("a public image needs no credential", async () => {
  const { codebuild, build } = await project();
  const { build: started } = await codebuild.send(new StartBuildCommand({ projectName: "web" }));
  await codebuild.send(
    new CreateProjectCommand({
      name: "public",
      serviceRole: started?.serviceRole,
      source: { type: "NO_SOURCE" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "alpine:3" },
    }),
  );
  expect(await build({ projectName: "public" })).toBe("SUCCEEDED");
});

test.each([
  [
    "registry.example.com/acme/Web:1",
    "invalid reference format: repository name (acme/Web) must be lowercase",
  ],
  ["registry.example.com/acme/web:", "invalid reference format"],
  ["registry.example.com/acme//web", "invalid reference format"],
  ["registry.example.com/acme/web@sha256:12", "invalid reference format"],
  [`web@sha256:${"0".repeat(32)}`, "invalid checksum digest length"],
  [`web@md5:${"0".repeat(32)}`, "unsupported digest algorithm"],
  ["https://registry.example.com/acme/web", "invalid reference format"],
  [" ", "invalid reference format"],
  ["a".repeat(64), `invalid repository name (${"a".repeat(64)}), cannot specify 64-byte hexadecimal strings`],
])("%s is no image, with or without a credential", async (text, fault) => {
  const expected = `${unableToPull}CannotPullContainerError: Error response from daemon: ${fault}`;
  const { build } = await project();
  expect(await build({ imageOverride: text })).toBe(expected);
  const without = await project({ environment: { ...curated, registryCredential: undefined } });
  expect(await without.build({ imageOverride: text })).toBe(expected);
});

test.each([
  "web",
  "web:1",
  "acme/web",
  "localhost/web",
  "registry.example.com:5000/acme/web_1--x.y:v1.2-rc_3",
  `registry.example.com/web@sha256:${"0".repeat(64)}`,
  `registry.example.com/web:1@sha512:${"0".repeat(128)}`,
])("%s is an image", async (text) => {
  const { build } = await project({ environment: { ...curated, registryCredential: undefined } });
  expect(await build({ imageOverride: text })).not.toContain("invalid");
});

test("a name is looked for in the build's Region only, an ARN in its own", async () => {
  const { clients, build } = await project();
  const there = clients(away).secrets;
  const { ARN = "" } = await there.send(
    new CreateSecretCommand({ Name: "elsewhere", SecretString: credentials }),
  );
  const by = (credential: string) =>
    build({ registryCredentialOverride: { credential, credentialProvider: "SECRETS_MANAGER" } });
  expect(await by("elsewhere")).toContain("ResourceNotFoundException");
  expect(await by(ARN)).toBe("SUCCEEDED");
});

test("a customer managed key must let the role in and be enabled", async () => {
  const { kms, secrets, role, build } = await project();
  const key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
  await secrets.send(new CreateSecretCommand({ Name: "sealed", SecretString: credentials, KmsKeyId: key }));
  const registryCredentialOverride = { credential: "sealed", credentialProvider: "SECRETS_MANAGER" } as const;
  expect(await build({ registryCredentialOverride })).toContain(
    "AccessDeniedException: Access to KMS is not allowed",
  );
  const serviceRoleOverride = await role("keyed", mayRead, allow("kms:Decrypt", key));
  expect(await build({ registryCredentialOverride, serviceRoleOverride })).toBe("SUCCEEDED");
  await kms.send(new DisableKeyCommand({ KeyId: key }));
  expect(await build({ registryCredentialOverride, serviceRoleOverride })).toContain("DecryptionFailure");
});

test("a secret to be deleted cannot be used", async () => {
  const { secrets, build } = await project();
  await secrets.send(new DeleteSecretCommand({ SecretId: "registry" }));
  expect(await build()).toContain("marked for deletion");
});

test("a registry of the table wants its own user and password", async () => {
  const { sandbox, build } = await project();
  const add = (password: string) =>
    registries(sandbox).add({
      host: "registry.example.com",
      address: "198.51.100.7",
      username: "ci",
      password,
    });
  add("other");
  expect(await build()).toBe(
    `${unableToPull}CannotPullContainerError: Error response from daemon: Head "https://registry.example.com/v2/acme/web/manifests/1": unauthorized: incorrect username or password`,
  );
  add("canary-s3cret");
  expect(await build()).toBe("SUCCEEDED");
});

test("a registry moves behind a VPC, and out of reach", async () => {
  const { sandbox, build } = await project();
  dns(sandbox).set("registry.example.com", ["10.0.0.7"]);
  expect(await build()).toContain("net/http: request canceled");
  dns(sandbox).set("registry.example.com", []);
  expect(await build()).toContain("no such host");
  dns(sandbox).set("registry.example.com", ["198.51.100.7"]);
  expect(await build()).toBe("SUCCEEDED");
});

test("a role deleted since the project was made fails the build", async () => {
  const { iam, role, build } = await project();
  const serviceRoleOverride = await role("gone");
  await iam.send(new DeleteRoleCommand({ RoleName: "gone" }));
  expect(await build({ serviceRoleOverride })).toContain(
    "CodeBuild is not authorized to perform: sts:AssumeRole on",
  );
});

test("a build starts at once, queues, and ends on the clock", async () => {
  const { start, read, pass, codebuild } = await project();
  const id = await start();
  expect(await read(id)).toMatchObject({ buildStatus: "IN_PROGRESS", buildComplete: false, buildNumber: 1 });
  await pass(1_000);
  const built = await read(id);
  expect(built).toMatchObject({ buildStatus: "SUCCEEDED", buildComplete: true, currentPhase: "COMPLETED" });
  expect(built?.phases?.map(({ phaseType }) => phaseType)).toEqual([
    "SUBMITTED",
    "QUEUED",
    "PROVISIONING",
    "DOWNLOAD_SOURCE",
    "INSTALL",
    "PRE_BUILD",
    "BUILD",
    "POST_BUILD",
    "UPLOAD_ARTIFACTS",
    "FINALIZING",
    "COMPLETED",
  ]);
  const second = await start();
  expect((await codebuild.send(new ListBuildsCommand({}))).ids).toEqual([second, id]);
  const ofProject = await codebuild.send(
    new ListBuildsForProjectCommand({ projectName: "web", sortOrder: "ASCENDING" }),
  );
  expect(ofProject.ids).toEqual([id, second]);
  const { builds, buildsNotFound } = await codebuild.send(
    new BatchGetBuildsCommand({ ids: [built?.arn ?? "", "web:none"] }),
  );
  expect([builds?.[0]?.id, buildsNotFound]).toEqual([id, ["web:none"]]);
});

test("a build that is retried runs as it ran, with a number of its own", async () => {
  const { codebuild, start, read, pass } = await project({ rights: [] });
  const id = await start({ imageOverride: "registry.example.com/acme/other:1", sourceVersion: "v1" });
  await pass(10_000);
  const { build } = await codebuild.send(new RetryBuildCommand({ id }));
  expect(build?.id).not.toBe(id);
  await pass(10_000);
  expect(await read(build?.id ?? "")).toMatchObject({
    ...{ buildNumber: 2, buildStatus: "FAILED", sourceVersion: "v1" },
    environment: { image: "registry.example.com/acme/other:1" },
  });
});

test("within five minutes the same token retries a build once, and no other build", async () => {
  const { codebuild, start, pass } = await project();
  const [one, other] = [await start(), await start()];
  await pass(10_000);
  const retry = async (id: string) =>
    (await codebuild.send(new RetryBuildCommand({ id, idempotencyToken: "t" }))).build?.id;
  const first = await retry(one);
  await pass(200_000);
  expect(await retry(one)).toBe(first);
  expect(await failure(codebuild.send(new RetryBuildCommand({ id: other, idempotencyToken: "t" })))).toMatch(
    /^InvalidInputException/,
  );
  await pass(100_000);
  expect(await retry(one)).not.toBe(first);
});

test("a build that is not there cannot be retried", async () => {
  const { codebuild } = await newAccount();
  expect(await failure(codebuild.send(new RetryBuildCommand({ id: "web:none" })))).toMatch(
    /^ResourceNotFoundException/,
  );
});

test("a build that is not there cannot be stopped", async () => {
  const { codebuild } = await project();
  expect(await failure(codebuild.send(new StopBuildCommand({ id: "web:none" })))).toMatch(
    /^ResourceNotFoundException/,
  );
});

test.each([
  ["queued", 0],
  ["being provisioned", 150],
])("a build stopped while %s stays stopped", async (_, afterMs) => {
  const { start, read, pass, codebuild } = await project();
  const id = await start();
  await pass(afterMs);
  await codebuild.send(new StopBuildCommand({ id }));
  await codebuild.send(new StopBuildCommand({ id }));
  await pass(10_000);
  expect(await read(id)).toMatchObject({ buildStatus: "STOPPED", buildComplete: true });
});

test("overrides hold for one build, within the rules for projects", async () => {
  const { build, codebuild } = await project();
  expect(await build({ imagePullCredentialsTypeOverride: "CODEBUILD" })).toContain("pull access denied");
  expect(await build()).toBe("SUCCEEDED");
  const variable = (name: string, value: string) => ({ name, value, type: "PLAINTEXT" as const });
  const { build: started } = await codebuild.send(
    new StartBuildCommand({
      projectName: "web",
      environmentVariablesOverride: [variable("STAGE", "test")],
      environmentTypeOverride: "ARM_CONTAINER",
    }),
  );
  expect(started?.environment).toMatchObject({
    image,
    type: "ARM_CONTAINER",
    environmentVariables: [{ name: "STAGE", value: "test" }],
  });
  const curatedByRole = codebuild.send(
    new StartBuildCommand({ projectName: "web", imageOverride: curated.image }),
  );
  expect(await failure(curatedByRole)).toMatch(/cannot use a CodeBuild curated image/);
  expect(await failure(codebuild.send(new StartBuildCommand({ projectName: "none" })))).toMatch(
    /^ResourceNotFoundException: Project cannot be found: /,
  );
});

test("the bus tells when a build begins and how it ended, the failed pull in its phases", async () => {
  const { build, events } = await project({ environment: { imagePullCredentialsType: "CODEBUILD" } });
  await build();
  const [began, ended] = events("CodeBuild Build State Change");
  expect(began?.detail).toMatchObject({
    "build-status": "IN_PROGRESS",
    "current-phase": "SUBMITTED",
    "additional-information": { logs: { "deep-link": expect.stringContaining("group=null;stream=null") } },
  });
  expect(ended).toMatchObject({
    source: "aws.codebuild",
    resources: [expect.stringContaining(":build/web:")],
  });
  expect(ended?.detail).toMatchObject({
    "build-status": "FAILED",
    "project-name": "web",
    "current-phase": "COMPLETED",
    "current-phase-context": "[: ]",
    "additional-information": {
      "build-complete": true,
      environment: { image, "image-pull-credentials-type": "CODEBUILD" },
    },
  });
  const information = informationOf(ended?.detail);
  expect(information.environment).not.toHaveProperty("registry-credential");
  const time = expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d{2}:\d{2} [AP]M$/);
  const ended1 = { "start-time": time, "end-time": time, "duration-in-seconds": 0 };
  expect(information.phases).toEqual([
    { ...ended1, "phase-type": "SUBMITTED", "phase-status": "SUCCEEDED", "phase-context": [] },
    { ...ended1, "phase-type": "QUEUED", "phase-status": "SUCCEEDED", "phase-context": [": "] },
    {
      ...ended1,
      "phase-type": "PROVISIONING",
      "phase-status": "FAILED",
      "phase-context": [
        `${unableToPull}CannotPullContainerError: Error response from daemon: pull access denied for registry.example.com/acme/web, repository does not exist or may require 'docker login'`,
      ],
    },
    { "phase-type": "COMPLETED", "start-time": time },
  ]);
});
