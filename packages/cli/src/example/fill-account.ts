/** Makes the example's secrets, roles and projects in a sandbox account, as its teams would. */
import { CodeBuildClient, CreateProjectCommand, type ProjectEnvironment } from "@aws-sdk/client-codebuild";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ownPolicyName, parseSecretArn, rolePolicy } from "@pullpass/core/parts";
import { connect, type Sandbox } from "@pullpass/sandbox";
import { defaults } from "../command-options.ts";
import { company, type ExampleProject, type Trouble, teams } from "./company.ts";

/** So many projects in that Region. */
export async function fillWithExample(sandbox: Sandbox, region: string, count: number): Promise<void> {
  const clients = clientsOf(sandbox, region);
  const secrets = await createSecrets(clients);
  const boundary = await createBoundary(clients);
  const roles = new Set<string>();
  // One after the other: so the same seed makes the same account.
  for (const project of company(count, sandbox.ids)) {
    if (!roles.has(project.role)) {
      await createRole(clients, project.role, "codebuild.amazonaws.com");
      await grant(project, secrets, boundary, clients);
    }
    roles.add(project.role);
    await createProject(project, secrets, sandbox, region, clients);
  }
  await createLeftovers(secrets, region, clients);
}

type Clients = ReturnType<typeof clientsOf>;

function clientsOf(sandbox: Sandbox, region: string) {
  const config = connect(sandbox, { region });
  return {
    codebuild: new CodeBuildClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    secrets: new SecretsManagerClient(config),
  };
}

/** ARNs. */
type Secrets = Awaited<ReturnType<typeof createSecrets>>;

async function createSecrets({ secrets, kms }: Clients) {
  const everyTeam = teams.map((team) => `prefix=${team}-`).join(" ");
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "artifactory" }));
  const create = async (Name: string, consent: string, more: { readonly KmsKeyId?: string } = {}) => {
    const Tags = [{ Key: "pullpass/projects", Value: consent }];
    const SecretString = '{"username":"ci","password":"canary-of-the-example"}';
    const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name, SecretString, Tags, ...more }));
    return ARN;
  };
  const key = KeyMetadata?.Arn ?? "";
  const created = {
    dockerhub: await create("registry/dockerhub", everyTeam),
    artifactory: await create("registry/artifactory", everyTeam, { KmsKeyId: key }),
    ghcr: await create("registry/ghcr", everyTeam),
    gitlab: await create("registry/gitlab", everyTeam),
    release: await create("registry/release", "release-train"),
    key,
  };
  const ResourcePolicy = policy({
    ...deny("secretsmanager:GetSecretValue"),
    Sid: "BreakGlassOnly",
    Principal: "*",
  });
  await secrets.send(new PutResourcePolicyCommand({ SecretId: created.ghcr, ResourcePolicy }));
  await secrets.send(new DeleteSecretCommand({ SecretId: created.gitlab }));
  return created;
}

async function createBoundary({ iam }: Clients): Promise<string> {
  const PolicyDocument = policy(allow(["logs:*", "s3:*"], "*"));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "BuildersOnly", PolicyDocument }));
  return Policy?.Arn ?? "";
}

async function createRole({ iam }: Clients, RoleName: string, Service: string): Promise<void> {
  const AssumeRolePolicyDocument = policy({
    Effect: "Allow",
    Principal: { Service },
    Action: "sts:AssumeRole",
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
}

/** What a team wrote into the role by hand. */
async function grant(
  { role: RoleName, trouble }: ExampleProject,
  secrets: Secrets,
  PermissionsBoundary: string,
  { iam }: Clients,
): Promise<void> {
  const statement = statementFor(trouble, secrets);
  if (statement !== undefined) {
    const PolicyDocument = policy(statement);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "ReadRegistry", PolicyDocument }));
  }
  if (trouble === "boundary in the way")
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
}

function statementFor(trouble: Trouble, { dockerhub, artifactory, gitlab }: Secrets): object | undefined {
  const read = "secretsmanager:GetSecretValue";
  switch (trouble) {
    case "none":
    case "named, not by ARN":
    case "pull type":
    case "boundary in the way":
    case "login in plain text":
      return allow(read, dockerhub);
    case "decrypt missing":
      return allow(read, artifactory);
    case "secret being deleted":
      return allow(read, gitlab);
    case "condition on the address":
      return { ...allow(read, dockerhub), Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } };
    default:
      return undefined;
  }
}

async function createProject(
  { name, role, trouble }: ExampleProject,
  secrets: Secrets,
  sandbox: Sandbox,
  region: string,
  { codebuild }: Clients,
): Promise<void> {
  const { image, credential } = pullOf(trouble, name, secrets, sandbox, region);
  const pullsAsCodeBuild = credential === undefined || trouble === "pull type";
  const environment: ProjectEnvironment = {
    type: "LINUX_CONTAINER",
    computeType: "BUILD_GENERAL1_SMALL",
    image,
    imagePullCredentialsType: pullsAsCodeBuild ? "CODEBUILD" : "SERVICE_ROLE",
    ...(credential !== undefined && {
      registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
    }),
    ...(trouble === "login in plain text" && {
      environmentVariables: [{ name: "DOCKERHUB_PASSWORD", value: "example", type: "PLAINTEXT" }],
    }),
  };
  await codebuild.send(
    new CreateProjectCommand({
      name,
      serviceRole: `arn:${sandbox.partition}:iam::${sandbox.account}:role/${role}`,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment,
    }),
  );
}

function pullOf(
  trouble: Trouble,
  name: string,
  secrets: Secrets,
  { account }: Sandbox,
  region: string,
): { readonly image: string; readonly credential?: string } {
  const image = `docker.io/acme/${name}:2026.11`;
  switch (trouble) {
    case "public image":
      return { image: "docker.io/library/node:24" };
    case "curated image":
      return { image: "aws/codebuild/standard:7.0" };
    case "image of ECR":
      return { image: `${account}.dkr.ecr.${region}.amazonaws.com/${name}:7`, credential: secrets.dockerhub };
    case "registry in a VPC":
      return { image: `harbor.corp.internal/builds/${name}:7`, credential: secrets.dockerhub };
    case "secret not found":
      return { image: `quay.io/acme/${name}:7`, credential: "registry/quay" };
    case "secret being deleted":
      return { image: `registry.gitlab.com/acme/${name}:7`, credential: secrets.gitlab };
    case "resource policy denies":
      return { image: `ghcr.io/acme/${name}:7`, credential: secrets.ghcr };
    case "decrypt missing":
      return { image: `artifactory.example.com/builds/${name}:7`, credential: secrets.artifactory };
    case "named, not by ARN":
      return { image, credential: "registry/dockerhub" };
    case "no consent":
      return { image, credential: secrets.release };
    default:
      return { image, credential: secrets.dockerhub };
  }
}

/** A grant of pullpass that nobody needs any more, and an administrator who can read everything. */
async function createLeftovers({ release }: Secrets, region: string, clients: Clients): Promise<void> {
  await createRole(clients, "retired-build", "codebuild.amazonaws.com");
  await createRole(clients, "platform-admin", "ec2.amazonaws.com");
  const write = (RoleName: string, PolicyName: string, PolicyDocument: string) =>
    clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  const granted = rolePolicy([{ secret: parseSecretArn(release), key: undefined }]);
  await write("retired-build", ownPolicyName(defaults.policyName, region), granted);
  await write("platform-admin", "Everything", policy(allow("*", "*")));
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function allow(Action: string | readonly string[], Resource: string | readonly string[]): object {
  return { Effect: "Allow", Action, Resource };
}

function deny(Action: string): object {
  return { Effect: "Deny", Action, Resource: "*" };
}
