/** An account without pullpass in it, and what teams put there. */
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
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { onTestFinished } from "vitest";
import { connect, createSandbox, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import { home } from "./run.ts";

export type Account = Awaited<ReturnType<typeof createAccount>>;

export async function createAccount() {
  const sandbox = await createSandbox({ seed: 1, regions: [home, "us-east-1"], account: "111122223333" });
  onTestFinished(() => sandbox.dispose());
  return accountOf(sandbox);
}

/** The teams' side of any sandbox. */
export function accountOf(sandbox: Sandbox) {
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const iam = new IAMClient(connect(sandbox, { region: home }));
  const secrets = new SecretsManagerClient(connect(sandbox, { region: home }));
  return {
    sandbox,
    /** The ARN. */
    async secret(Name: string, consent?: string, more: { KmsKeyId?: string } = {}): Promise<string> {
      const Tags = consent === undefined ? [] : [{ Key: "pullpass/projects", Value: consent }];
      const SecretString = '{"username":"ci","password":"canary-s3cret"}';
      const { ARN } = await secrets.send(new CreateSecretCommand({ Name, SecretString, Tags, ...more }));
      return ARN ?? "";
    },
    /** With a service role of the same name, or another's. */
    async project(
      name: string,
      {
        image = "ghcr.io/acme/web:1",
        credential,
        role = name,
        type = "LINUX_CONTAINER",
        computeType = "BUILD_GENERAL1_SMALL",
        tags = {},
      }: {
        image?: string;
        credential?: string;
        role?: string;
        type?: string;
        computeType?: string;
        tags?: Readonly<Record<string, string>>;
      } = {},
    ) {
      if (role === name) {
        await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
      }
      const registryCredential = {
        credential: credential ?? "",
        credentialProvider: "SECRETS_MANAGER" as const,
      };
      await codebuild.send(
        new CreateProjectCommand({
          name,
          serviceRole: `arn:aws:iam::${sandbox.account}:role/${role}`,
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: { type: "NO_ARTIFACTS" },
          environment: {
            type: type as "LINUX_CONTAINER",
            computeType: computeType as "BUILD_GENERAL1_SMALL",
            image,
            environmentVariables: [{ name: "STAGE", value: "prod" }],
            ...(credential === undefined ? {} : { registryCredential }),
          },
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        }),
      );
    },
    async environment(name: string) {
      const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
      return projects?.[0]?.environment;
    },
    /** The text of an inline policy, or `undefined`. */
    async policy(RoleName: string, PolicyName = `pullpass-${home}`): Promise<string | undefined> {
      try {
        const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return decodeURIComponent(PolicyDocument ?? "");
      } catch {
        return undefined;
      }
    },
    async writePolicy(RoleName: string, PolicyName: string, PolicyDocument: string) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    },
    async secretValue(SecretId: string) {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      return SecretString;
    },
    async describeSecret(SecretId: string) {
      return secrets.send(new DescribeSecretCommand({ SecretId }));
    },
    /** How a build ends. */
    async build(projectName: string): Promise<string | undefined> {
      const { build } = await codebuild.send(new StartBuildCommand({ projectName }));
      await sandbox.clock.advance(10_000);
      await sandbox.settle();
      const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
      return builds?.[0]?.buildStatus;
    },
    codebuild,
    iam,
    secrets,
  };
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});
