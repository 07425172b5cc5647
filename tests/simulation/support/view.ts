/** The account as anyone may read it, through the SDK. */
import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  type Project,
  paginateListProjects,
} from "@aws-sdk/client-codebuild";
import { GetRoleCommand, NoSuchEntityException } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import { ListSecretVersionIdsCommand, paginateListSecrets } from "@aws-sdk/client-secrets-manager";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { away, home, type World } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";
import { roles } from "./actions.ts";
import { type Conditions, isLeftOut } from "./conditions.ts";

export interface SeenSecret {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly isDeleted: boolean;
  /** As Secrets Manager names it; of a customer, or AWS's own. */
  readonly key: string | undefined;
}

export interface SeenRole {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** May CodeBuild assume it, may the account change it and has it room, and does the deployment serve it? */
  readonly isForCodeBuild: boolean;
  readonly hasBoundary: boolean;
  /** Is there no room for a grant beside what people wrote? */
  readonly isFull: boolean;
}

export interface View {
  /** Of the projects. */
  readonly region: string;
  /** As pullpass is deployed. */
  readonly mode: "apply" | "plan";
  readonly projects: readonly Project[];
  readonly secrets: readonly SeenSecret[];
  readonly roles: readonly SeenRole[];
}

export async function look(
  account: Pick<Account, "world" | "conditions" | "policies">,
  region = home,
): Promise<View> {
  const { world, conditions } = account;
  const { options } = conditions;
  const projects = await readProjects(world, region);
  const secrets = [...(await readSecrets(world, home)), ...(await readSecrets(world, away))];
  const seen: SeenRole[] = [];
  for (const name of roles) {
    const isServed = !isProtected(name) && !isLeftOut(name, options);
    seen.push(...(await readRole(world, { name, isServed, isFull: isFull(name, account) }, options)));
  }
  return { region, mode: options.mode, projects, secrets, roles: seen };
}

async function readProjects({ sandbox }: World, region: string): Promise<readonly Project[]> {
  const codebuild = new CodeBuildClient(connect(sandbox, { region }));
  const seen: Project[] = [];
  for await (const { projects: names = [] } of paginateListProjects({ client: codebuild }, {})) {
    if (names.length === 0) continue;
    const { projects = [] } = await codebuild.send(new BatchGetProjectsCommand({ names }));
    seen.push(...projects);
  }
  return seen;
}

async function readSecrets({ secretsIn }: World, region: string): Promise<readonly SeenSecret[]> {
  const seen: SeenSecret[] = [];
  for await (const { SecretList = [] } of paginateListSecrets(
    { client: secretsIn(region) },
    { IncludePlannedDeletion: true },
  )) {
    for (const { ARN = "", Name = "", Tags = [], DeletedDate, KmsKeyId } of SecretList) {
      const tags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      seen.push({ arn: ARN, name: Name, region, tags, isDeleted: DeletedDate !== undefined, key: KmsKeyId });
    }
  }
  return seen;
}

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html */
export const isProtected = (role: string) => role.startsWith("AWSReservedSSO_");

function isFull(role: string, { policies }: Pick<Account, "policies">): boolean {
  const texts = [...(policies.get(role)?.values() ?? [])];
  return texts.join("").replaceAll(/\s/g, "").length > inlineCharactersMax - leastOfGrant;
}

/** Of all inline policies of a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const inlineCharactersMax = 10_240;
/** No policy that lets a role read one secret is shorter. */
const leastOfGrant = 150;

async function readRole(
  { iam }: World,
  { name, isServed, isFull }: { readonly name: string; readonly isServed: boolean; readonly isFull: boolean },
  { requiresBoundary }: Conditions["options"],
): Promise<readonly SeenRole[]> {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    const tags = Object.fromEntries((Role?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
    const hasBoundary = Role?.PermissionsBoundary !== undefined;
    return [
      {
        name,
        tags,
        isForCodeBuild:
          isServed &&
          !isFull &&
          (hasBoundary || !requiresBoundary) &&
          decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "").includes("codebuild.amazonaws.com"),
        hasBoundary,
        isFull,
      },
    ];
  } catch (error) {
    if (error instanceof NoSuchEntityException) return [];
    throw error;
  }
}

/**
 * The ARNs of the keys that a grant must name: of the one that the secret names, and of the one that its current value is under where
 * that is another.
 */
export async function customerKeys(world: World, secret: SeenSecret): Promise<readonly string[]> {
  const named = await customerKey(world, secret.key, secret.region);
  const keys = [await openingKey(world, secret), named].filter((key) => key !== undefined);
  return [...new Set(keys)].sort();
}

/** The customer managed key that a pull decrypts with: the named one, where the current value is under it. */
export async function openingKey(world: World, secret: SeenSecret): Promise<string | undefined> {
  const named = await customerKey(world, secret.key, secret.region);
  const under = await keysOfValue(world, secret);
  if (under.length === 0 || under.includes(named ?? defaultKey)) return named;
  return under.includes(defaultKey) ? undefined : under[0];
}

async function customerKey(
  { kmsIn }: World,
  key: string | undefined,
  region: string,
): Promise<string | undefined> {
  if (key === undefined) return undefined;
  const { KeyMetadata } = await kmsIn(region).send(new DescribeKeyCommand({ KeyId: key }));
  return KeyMetadata?.KeyManager === "CUSTOMER" ? KeyMetadata.Arn : undefined;
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
async function keysOfValue({ secretsIn }: World, { arn, region }: SeenSecret): Promise<readonly string[]> {
  const { Versions = [] } = await secretsIn(region).send(new ListSecretVersionIdsCommand({ SecretId: arn }));
  return Versions.find(({ VersionStages = [] }) => VersionStages.includes("AWSCURRENT"))?.KmsKeyIds ?? [];
}

const defaultKey = "DefaultEncryptionKey";

/** Is the key on, and may IAM policies open it? */
export async function isUsable(world: World, key: string): Promise<boolean> {
  return (await keyFaults(world, key)).length === 0;
}

/** The findings of docs/findings.md that say why it does not open. */
export async function keyFaults({ kmsIn }: World, key: string): Promise<readonly string[]> {
  const client = kmsIn(key.split(":")[3] ?? home);
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: key }));
  const { Policy = "" } = await client.send(new GetKeyPolicyCommand({ KeyId: key }));
  return [
    ...(KeyMetadata?.Enabled === true ? [] : ["key-unusable"]),
    ...(Policy.includes('"kms:*"') ? [] : ["key-policy-denies"]),
  ];
}
