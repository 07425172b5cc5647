/** An account with pullpass deployed in it, and people who use AWS through the plain SDK. */
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  DeleteProjectCommand,
  type ProjectEnvironment,
  StartBuildCommand,
  UpdateProjectCommand,
} from "@aws-sdk/client-codebuild";
import {
  CreateRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { onTestFinished } from "vitest";
import { deploy, type SandboxDeployment } from "../../../packages/cli/src/sandbox-deployment/deploy.ts";
import {
  type BusEvent,
  connect,
  createSandbox,
  onNotice,
  type Sandbox,
} from "../../../packages/sandbox/src/index.ts";

export const home = "eu-central-1";
export const away = "us-east-1";
export const account = "111122223333";

interface Notice {
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ProjectSettings {
  readonly role?: string;
  readonly image?: string;
  readonly credential?: string;
  readonly pullCredentials?: "CODEBUILD" | "SERVICE_ROLE";
  readonly environmentType?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

interface WorldSettings {
  readonly seed?: number;
  readonly mode?: "apply" | "plan";
  readonly iamLagMs?: number;
  readonly sweepMinutes?: number;
  readonly collectMinutes?: number;
  readonly summarySchedule?: string;
  readonly chat?: boolean;
  readonly securityHub?: boolean;
  readonly credentialChecks?: boolean;
  readonly retryBuilds?: boolean;
  readonly bulkReads?: boolean;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

const codeBuildTrust = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
};

/** Gone when the test ends, or when whoever is given `end` in its place asks for it. */
export async function createWorld(
  {
    seed = 1,
    mode = "apply",
    iamLagMs = 0,
    sweepMinutes = 60,
    collectMinutes = 0,
    summarySchedule,
    chat = false,
    securityHub = false,
    credentialChecks = false,
    retryBuilds = false,
    bulkReads = true,
  }: WorldSettings = {},
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
) {
  const sandbox: Sandbox = await createSandbox({ seed, regions: [home, away], account, iamLagMs });
  atEnd(() => sandbox.dispose());
  const deployment: SandboxDeployment = await deploy(sandbox, home, {
    mode,
    searchRegions: [home, away],
    sweepMinutes,
    collectMinutes,
    chat,
    securityHub,
    ...(summarySchedule !== undefined && { summarySchedule }),
    credentialChecks,
    retryBuilds,
    bulkReads,
  });
  const notices: Notice[] = [];
  onNotice(sandbox, deployment.topicArn, (notice) => void notices.push(notice));
  const events: BusEvent[] = [];
  sandbox.onEvent((event) => void events.push(event));

  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const iam = new IAMClient(connect(sandbox, { region: home }));
  const secretsIn = (region: string) => new SecretsManagerClient(connect(sandbox, { region }));
  const kmsIn = (region: string) => new KMSClient(connect(sandbox, { region }));
  const regionOf = (reference: string) =>
    reference.startsWith("arn:") ? (reference.split(":")[3] ?? home) : home;
  const tagList = (tags: Readonly<Record<string, string>> = {}) =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

  /** Lets everything that follows from what was done happen; short enough for no sweep to begin. */
  const rest = async () => {
    await sandbox.clock.advance(10_000);
    await sandbox.settle();
  };

  return {
    sandbox,
    deployment,
    events,
    codebuild,
    iam,
    secretsIn,
    kmsIn,
    rest,
    /** Notices since it was last asked. */
    newNotices: () => notices.splice(0),
    /** Past the next sweep, and everything that follows from it. */
    async sweep() {
      await sandbox.clock.advance(3_700_000);
      await rest();
    },
    async key(region = home, policy?: object): Promise<string> {
      const Policy = policy === undefined ? {} : { Policy: JSON.stringify(policy) };
      const { KeyMetadata } = await kmsIn(region).send(new CreateKeyCommand(Policy));
      return KeyMetadata?.Arn ?? "";
    },
    /** The secret's ARN. */
    async secret(
      Name: string,
      {
        tags,
        key,
        region = home,
        empty = false,
      }: { tags?: Record<string, string>; key?: string; region?: string; empty?: boolean } = {},
    ): Promise<string> {
      const { ARN } = await secretsIn(region).send(
        new CreateSecretCommand({
          Name,
          ...(empty ? {} : { SecretString: '{"username":"ci","password":"canary-s3cret"}' }),
          Tags: tagList(tags),
          ...(key === undefined ? {} : { KmsKeyId: key }),
        }),
      );
      return ARN ?? "";
    },
    async tag(SecretId: string, tags: Record<string, string>) {
      await secretsIn(regionOf(SecretId)).send(new TagResourceCommand({ SecretId, Tags: tagList(tags) }));
    },
    async untag(SecretId: string, ...TagKeys: string[]) {
      await secretsIn(regionOf(SecretId)).send(new UntagResourceCommand({ SecretId, TagKeys }));
    },
    async deleteSecret(SecretId: string, forever = false) {
      await secretsIn(regionOf(SecretId)).send(
        new DeleteSecretCommand({ SecretId, ...(forever ? { ForceDeleteWithoutRecovery: true } : {}) }),
      );
    },
    async role(
      RoleName: string,
      {
        tags,
        trust = codeBuildTrust,
        path,
      }: { tags?: Record<string, string>; trust?: object; path?: string } = {},
    ): Promise<string> {
      const { Role } = await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: JSON.stringify(trust),
          Tags: tagList(tags),
          ...(path === undefined ? {} : { Path: path }),
        }),
      );
      return Role?.Arn ?? "";
    },
    async writePolicy(RoleName: string, PolicyName: string, ...Statement: object[]) {
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    },
    /** Creates the project; the role must exist. */
    async project(name: string, settings: ProjectSettings = {}) {
      await codebuild.send(
        new CreateProjectCommand({
          name,
          serviceRole: settings.role ?? `arn:aws:iam::${account}:role/${name}`,
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: { type: "NO_ARTIFACTS" },
          environment: environmentOf(settings),
          tags: Object.entries(settings.tags ?? {}).map(([key, value]) => ({ key, value })),
        }),
      );
    },
    async update(name: string, settings: ProjectSettings) {
      const serviceRole = settings.role === undefined ? {} : { serviceRole: settings.role };
      await codebuild.send(
        new UpdateProjectCommand({ name, environment: environmentOf(settings), ...serviceRole }),
      );
    },
    async deleteProject(name: string) {
      await codebuild.send(new DeleteProjectCommand({ name }));
    },
    async environment(name: string): Promise<ProjectEnvironment | undefined> {
      const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
      return projects?.[0]?.environment;
    },
    async policyNames(RoleName: string): Promise<readonly string[]> {
      const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      return PolicyNames ?? [];
    },
    /** The inline policy as text; pullpass's own unless another is named. */
    async policy(RoleName: string, PolicyName = `pullpass-${home}`): Promise<string | undefined> {
      const names = (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames ?? [];
      if (!names.includes(PolicyName)) return undefined;
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return decodeURIComponent(PolicyDocument ?? "");
    },
    async build(projectName: string): Promise<"SUCCEEDED" | "FAILED" | string> {
      const { build } = await codebuild.send(new StartBuildCommand({ projectName }));
      await rest();
      const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
      return builds?.[0]?.buildStatus ?? "";
    },
  };
}

function environmentOf(settings: ProjectSettings): ProjectEnvironment {
  const { credential, pullCredentials } = settings;
  return {
    type: (settings.environmentType ?? "LINUX_CONTAINER") as "LINUX_CONTAINER",
    computeType: "BUILD_GENERAL1_SMALL",
    image: settings.image ?? "registry.example.net/acme/web:1",
    ...(pullCredentials === undefined ? {} : { imagePullCredentialsType: pullCredentials }),
    ...(credential === undefined
      ? {}
      : { registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" as const } }),
  };
}
