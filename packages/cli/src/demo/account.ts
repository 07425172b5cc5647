/** The teams' side of the story: their secrets, keys, roles, projects and builds, through the plain AWS SDK. */
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
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
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { connect, type Sandbox } from "@pullpass/sandbox";

export interface DemoProject {
  readonly name: string;
  readonly image: string;
  /** As the team wrote it: a name or an ARN. */
  readonly credential: string;
  readonly pullCredentials: "CODEBUILD" | "SERVICE_ROLE";
}

/** How a build ended; `reason` is the context of its PROVISIONING phase. */
export interface DemoBuild {
  readonly project: string;
  readonly outcome: "passes" | "fails";
  readonly reason: string;
}

export interface Teams {
  createKey(region: string): Promise<string>;
  /** The ARN. */
  createSecret(region: string, name: string, keyId?: string): Promise<string>;
  allow(secretArn: string, projects: string): Promise<void>;
  withdraw(secretArn: string): Promise<void>;
  /** With a service role of the same name. */
  createProject(project: DemoProject): Promise<void>;
  writePolicy(role: string, name: string, action: string, resource: string): Promise<void>;
  build(project: string): Promise<DemoBuild>;
  policies(role: string): Promise<readonly string[]>;
  /** The project's environment and its role's policies, as JSON text. */
  state(project: string): Promise<string>;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

const consentTag = "pullpass/projects";

/** The teams work in `home`; `rest` lets everything that follows from what they did happen. */
export function teams(sandbox: Sandbox, home: string, rest: () => Promise<void>): Teams {
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const iam = new IAMClient(connect(sandbox, { region: home }));
  const secrets = (region: string) => new SecretsManagerClient(connect(sandbox, { region }));
  const regionOf = (arn: string) => arn.split(":")[3] ?? home;

  return {
    async createKey(region) {
      const kms = new KMSClient(connect(sandbox, { region }));
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "artifactory" }));
      return KeyMetadata?.Arn ?? "";
    },
    async createSecret(region, Name, KmsKeyId) {
      const SecretString = JSON.stringify({ username: "ci", password: "canary-of-the-demo" });
      const { ARN } = await secrets(region).send(
        new CreateSecretCommand({ Name, SecretString, ...(KmsKeyId === undefined ? {} : { KmsKeyId }) }),
      );
      await rest();
      return ARN ?? "";
    },
    async allow(SecretId, Value) {
      const Tags = [{ Key: consentTag, Value }];
      await secrets(regionOf(SecretId)).send(new TagResourceCommand({ SecretId, Tags }));
      await rest();
    },
    async withdraw(SecretId) {
      await secrets(regionOf(SecretId)).send(new UntagResourceCommand({ SecretId, TagKeys: [consentTag] }));
      await rest();
    },
    async createProject({ name, image, credential, pullCredentials }) {
      const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }),
      );
      await codebuild.send(
        new CreateProjectCommand({
          name,
          serviceRole: Role?.Arn,
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: { type: "NO_ARTIFACTS" },
          environment: {
            type: "LINUX_CONTAINER",
            computeType: "BUILD_GENERAL1_SMALL",
            image,
            imagePullCredentialsType: pullCredentials,
            registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
          },
        }),
      );
      await rest();
    },
    async writePolicy(RoleName, PolicyName, Action, Resource) {
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action, Resource }],
      });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      await rest();
    },
    async build(projectName) {
      const { build } = await codebuild.send(new StartBuildCommand({ projectName }));
      await rest();
      const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
      const phase = builds?.[0]?.phases?.find(({ phaseType }) => phaseType === "PROVISIONING");
      const reason = phase?.contexts?.map(({ message }) => message).join("; ") ?? "";
      const outcome = builds?.[0]?.buildStatus === "SUCCEEDED" ? "passes" : "fails";
      return { project: projectName, outcome, reason };
    },
    async policies(RoleName) {
      const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      return PolicyNames ?? [];
    },
    async state(name) {
      const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
      const policies = await Promise.all(
        (await this.policies(name)).map((PolicyName) =>
          iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName })),
        ),
      );
      const documents = policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]);
      return JSON.stringify({ environment: projects?.[0]?.environment, documents });
    },
  };
}
