/** An account whose projects show each way in which a pull can go. Nothing of pullpass runs in it. */
import {
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectCommandInput,
  type EnvironmentType,
} from "@aws-sdk/client-codebuild";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateGrantCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  connect,
  createSandbox,
  type Sandbox,
  type SandboxOptions,
} from "../../../packages/sandbox/src/index.ts";

export const home = "eu-central-1";
const abroad = "us-east-1";

export type Teams = ReturnType<typeof teamsIn>;

export async function createAccount(
  options: Partial<SandboxOptions> = {},
): Promise<{ sandbox: Sandbox; teams: Teams }> {
  const sandbox = await createSandbox({
    seed: 7,
    regions: [home, abroad],
    account: "111122223333",
    ...options,
  });
  return { sandbox, teams: teamsIn(sandbox) };
}

interface ProjectOptions {
  readonly image?: string;
  readonly credential?: string;
  readonly pullType?: "CODEBUILD" | "SERVICE_ROLE";
  readonly type?: EnvironmentType;
  /** Another role than one of the same name. */
  readonly role?: string;
  readonly region?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What teams do with the plain SDK. */
function teamsIn(sandbox: Sandbox) {
  const config = (region: string) => connect(sandbox, { region });
  const iam = new IAMClient(config(home));
  const arnOf = (role: string) => `arn:aws:iam::${sandbox.account}:role/${role}`;

  const role = async (RoleName: string, service = "codebuild.amazonaws.com") => {
    const AssumeRolePolicyDocument = policy(allow("sts:AssumeRole", undefined, { Service: service }));
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    return arnOf(RoleName);
  };

  return {
    arnOf,
    role,
    async secret(
      Name: string,
      consent?: string,
      { region = home, key, policy: ResourcePolicy }: { region?: string; key?: string; policy?: string } = {},
    ): Promise<string> {
      const client = new SecretsManagerClient(config(region));
      const Tags = consent === undefined ? [] : [{ Key: "pullpass/projects", Value: consent }];
      const SecretString = '{"username":"ci","password":"canary-s3cret"}';
      const created = await client.send(
        new CreateSecretCommand({ Name, SecretString, Tags, ...(key !== undefined && { KmsKeyId: key }) }),
      );
      if (ResourcePolicy !== undefined) {
        await client.send(new PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy }));
      }
      return created.ARN ?? "";
    },
    /** The key's ARN. */
    async key(): Promise<string> {
      const { KeyMetadata } = await new KMSClient(config(home)).send(new CreateKeyCommand({}));
      return KeyMetadata?.Arn ?? "";
    },
    async keyPolicy(KeyId: string, Policy: string) {
      const command = new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true });
      await new KMSClient(config(home)).send(command);
    },
    async keyGrant(KeyId: string, GranteePrincipal: string) {
      const client = new KMSClient(config(home));
      await client.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt"] }));
    },
    async project(name: string, options: ProjectOptions = {}) {
      const { image = "ghcr.io/acme/app:1", credential, pullType = "SERVICE_ROLE", region = home } = options;
      if (options.role === undefined) await role(name);
      const environment: CreateProjectCommandInput["environment"] = {
        type: options.type ?? "LINUX_CONTAINER",
        computeType: options.type === undefined ? "BUILD_GENERAL1_SMALL" : "BUILD_LAMBDA_1GB",
        image,
        imagePullCredentialsType: pullType,
        ...(credential !== undefined && {
          registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" as const },
        }),
      };
      await new CodeBuildClient(config(region)).send(
        new CreateProjectCommand({
          name,
          serviceRole: arnOf(options.role ?? name),
          source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
          artifacts: { type: "NO_ARTIFACTS" },
          environment,
          tags: Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value })),
        }),
      );
    },
    async inline(RoleName: string, PolicyName: string, ...statements: readonly object[]) {
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy(...statements) }),
      );
    },
    async managed(RoleName: string, PolicyName: string, ...statements: readonly object[]) {
      const PolicyDocument = policy(...statements);
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
    },
    async boundary(RoleName: string, PolicyName: string, ...statements: readonly object[]) {
      const PolicyDocument = policy(...statements);
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: Policy?.Arn }));
    },
  };
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Without a resource it is a trust policy's. */
export function allow(Action: string | string[], Resource?: string | string[], Principal?: object): object {
  return {
    Effect: "Allow",
    Action,
    ...(Resource !== undefined && { Resource }),
    ...(Principal && { Principal }),
  };
}

export function deny(Action: string, Resource: string, more: object = {}): object {
  return { Effect: "Deny", Action, Resource, ...more };
}

/** Each project is one case; its name says which. */
export async function fillAccount(teams: Teams): Promise<void> {
  const ghcr = await teams.secret("registry/ghcr", "prefix=open- locked by-name pull-type keyed");
  const read = allow("secretsmanager:GetSecretValue", ghcr);

  await teams.project("open-web", { credential: ghcr });
  await teams.inline("open-web", "ReadRegistry", read);
  await teams.project("open-api", { credential: ghcr });
  await teams.project("no-consent", { credential: ghcr });
  await teams.project("by-name", { credential: "registry/ghcr" });
  await teams.inline("by-name", "ReadRegistry", read);
  await teams.project("pull-type", { credential: ghcr, pullType: "CODEBUILD" });
  await teams.inline("pull-type", "ReadRegistry", read);

  await teams.project("locked", { credential: ghcr });
  await teams.inline("locked", "ReadRegistry", read);
  await teams.boundary("locked", "BuildersOnly", allow("logs:*", "*"));

  const usKey = await teams.key();
  const keyed = await teams.secret("registry/keyed", "keyed", { key: usKey });
  await teams.project("keyed", { credential: keyed });
  await teams.inline("keyed", "ReadRegistry", allow("secretsmanager:GetSecretValue", keyed));

  const shut = await teams.secret("registry/shut", "denied", {
    policy: policy({ ...deny("secretsmanager:GetSecretValue", "*"), Sid: "Nobody", Principal: "*" }),
  });
  await teams.project("denied", { credential: shut });

  const quay = await teams.secret("registry/quay", "all", { region: abroad });
  await teams.project("abroad", { credential: "registry/quay", image: "quay.io/acme/app:1" });
  await teams.inline("abroad", "ReadRegistry", allow("secretsmanager:GetSecretValue", quay));

  await teams.project("missing", { credential: "registry/nowhere" });
  await teams.project("intranet", { credential: ghcr, image: "10.0.0.7:5000/app" });
  await teams.project("public", { image: "alpine:3", pullType: "CODEBUILD" });
  await teams.project("curated", { image: "aws/codebuild/standard:7.0", pullType: "CODEBUILD" });

  await teams.role("former");
  await teams.inline("former", "pullpass-eu-central-1", {
    Sid: "ReadRegistrySecrets",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: [ghcr],
  });
  await teams.role("admin", "ec2.amazonaws.com");
  await teams.managed("admin", "Everything", allow("*", "*"));
}
