/** Carries out what people do, through the plain SDK. What AWS refuses them did not happen. */
import * as codebuild from "@aws-sdk/client-codebuild";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as secrets from "@aws-sdk/client-secrets-manager";
import { account as accountId, away, home } from "../../end-to-end/support/world.ts";
import { type Account, ownPolicy, regionOf } from "./account.ts";
import { type Doing, foreignAccount, type ProjectDraw, type Tagging } from "./actions.ts";
import { createCrowd } from "./crowd.ts";
import { deleteItems } from "./foreign-records.ts";
import { muteFindings } from "./muted.ts";

type Of<What extends Doing["do"]> = Extract<Doing, { do: What }>;

export async function act(doing: Doing, account: Account): Promise<void> {
  try {
    await doings[doing.do](doing as never, account);
    account.done.add(doing.do);
  } catch (error) {
    if (error instanceof Error && "$fault" in error && error.$fault === "client") return;
    throw error;
  }
}

const doings: { readonly [What in Doing["do"]]: (doing: Of<What>, account: Account) => Promise<unknown> } = {
  "create secret": createSecret,
  "tag secret": ({ secret, place, tags }, { world }) =>
    world
      .secretsIn(regionOf(place))
      .send(new secrets.TagResourceCommand({ SecretId: secret, Tags: tagList(tags) })),
  "untag secret": ({ secret, place, tag }, { world }) =>
    world
      .secretsIn(regionOf(place))
      .send(new secrets.UntagResourceCommand({ SecretId: secret, TagKeys: [`pullpass/${tag}`] })),
  async "delete secret"({ secret, place, forever }, { world, going }) {
    const { ARN = "" } = await world.secretsIn(regionOf(place)).send(
      new secrets.DeleteSecretCommand({
        SecretId: secret,
        ...(forever ? { ForceDeleteWithoutRecovery: true } : {}),
      }),
    );
    if (forever) going.add(ARN);
  },
  async "restore secret"({ secret, place }, { world, going }) {
    const command = new secrets.RestoreSecretCommand({ SecretId: secret });
    const { ARN = "" } = await world.secretsIn(regionOf(place)).send(command);
    going.delete(ARN);
  },
  "rotate value": ({ secret, place }, account) =>
    account.world
      .secretsIn(regionOf(place))
      .send(new secrets.PutSecretValueCommand({ SecretId: secret, SecretString: newValue(account) })),
  async "replicate secret"({ secret }, { world, arns }) {
    const { ARN = "" } = await world.secretsIn(home).send(
      new secrets.ReplicateSecretToRegionsCommand({
        SecretId: secret,
        AddReplicaRegions: [{ Region: away }],
      }),
    );
    const id = `away ${secret}`;
    arns.set(id, [...(arns.get(id) ?? []), ARN.replace(`:${home}:`, `:${away}:`)]);
  },
  "change key of secret": ({ secret, place, key }, { world, keys }) =>
    world.secretsIn(regionOf(place)).send(
      new secrets.UpdateSecretCommand({
        SecretId: secret,
        KmsKeyId: key === undefined ? "alias/aws/secretsmanager" : keys[place][key],
      }),
    ),
  async "create project"(draw, account) {
    const environment = environmentOf(draw, account);
    await account.world.codebuild.send(
      new codebuild.CreateProjectCommand({
        name: draw.project,
        serviceRole: roleArn(draw.role),
        source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment,
        tags: projectTags(draw.tags),
      }),
    );
    account.environments.set(draw.project, environment);
  },
  async "update project"(draw, account) {
    const before = await account.world.environment(draw.project);
    const environment = environmentOf(draw, account);
    await account.world.codebuild.send(
      new codebuild.UpdateProjectCommand({
        name: draw.project,
        serviceRole: roleArn(draw.role),
        environment,
      }),
    );
    // left out, the pull type stays as it was
    const pull = draw.pull ?? before?.imagePullCredentialsType ?? "CODEBUILD";
    account.environments.set(draw.project, { ...environment, imagePullCredentialsType: pull });
  },
  "tag project": ({ project, tags }, { world }) =>
    world.codebuild.send(new codebuild.UpdateProjectCommand({ name: project, tags: projectTags(tags) })),
  async "delete project"({ project }, account) {
    await account.world.deleteProject(project);
    account.environments.delete(project);
  },
  async build({ project }, { world, builds }) {
    await world.codebuild.send(new codebuild.StartBuildCommand({ projectName: project }));
    builds.count += 1;
  },
  "create role": ({ role }, { world }) => world.role(role),
  "delete role": deleteRole,
  trust: ({ role, service }, { world }) =>
    world.iam.send(
      new iam.UpdateAssumeRolePolicyCommand({ RoleName: role, PolicyDocument: trustOf(service) }),
    ),
  async "ignore role"({ role, value }, account) {
    const { world } = account;
    if (value === undefined) {
      await world.iam.send(new iam.UntagRoleCommand({ RoleName: role, TagKeys: ["pullpass/ignore"] }));
    } else {
      const Tags = tagList({ "pullpass/ignore": value });
      await world.iam.send(new iam.TagRoleCommand({ RoleName: role, Tags }));
    }
    account.frozen.set(role, await world.policy(role));
    // Until IAM shows the tag to everybody, nobody can know of it.
    const { sandbox } = world;
    if (account.conditions.iamLagMs > 0)
      sandbox.clock.after(account.conditions.iamLagMs + 1, async () => {
        if (account.frozen.has(role)) account.frozen.set(role, await world.policy(role));
      });
  },
  async "write policy"({ role, says }, { world, policies }) {
    if (says === undefined) {
      await world.iam.send(new iam.DeleteRolePolicyCommand({ RoleName: role, PolicyName: "by-hand" }));
      policies.get(role)?.delete("by-hand");
      return;
    }
    await world.writePolicy(role, "by-hand", foreign[says]);
    policies.get(role)?.set("by-hand", (await world.policy(role, "by-hand")) ?? "");
  },
  "edit own policy": editOwnPolicy,
  boundary: ({ role, on }, { world, boundary }) =>
    on
      ? world.iam.send(
          new iam.PutRolePermissionsBoundaryCommand({
            RoleName: role,
            PermissionsBoundary: boundary,
          }),
        )
      : world.iam.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: role })),
  async "key state"({ key, enabled }, { world, keys }) {
    const Change = enabled ? kms.EnableKeyCommand : kms.DisableKeyCommand;
    await world.kmsIn(home).send(new Change({ KeyId: keys.home[key] }));
  },
  mute: muteFindings,
  "key policy": ({ key, open }, { world, keys }) =>
    world.kmsIn(home).send(
      new kms.PutKeyPolicyCommand({
        KeyId: keys.home[key],
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${accountId}:root` },
              Action: open
                ? "kms:*"
                : ["kms:Describe*", "kms:Get*", "kms:List*", "kms:Put*", "kms:GenerateDataKey*", "kms:E*"],
              Resource: "*",
            },
          ],
        }),
      }),
    ),
  "create crowd": createCrowd,
  async "lose grants"({ role }, { world, watch }) {
    watch.touched.add(role);
    await deleteItems(world, ({ pk, sk }) => pk.endsWith(`/${role}`) && sk.startsWith("grant#"));
  },
};

const foreign = {
  logs: { Effect: "Allow", Action: ["logs:*", "s3:GetObject"], Resource: "*" },
  "deny secrets": { Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource: "*" },
  much: {
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: Array.from(
      { length: 104 },
      (_, index) => `arn:aws:s3:::${"bucket".padEnd(78, "-")}${index + 100}`,
    ),
  },
} as const;

async function createSecret({ secret, place, tags, key }: Of<"create secret">, account: Account) {
  const { ARN = "" } = await account.world.secretsIn(regionOf(place)).send(
    new secrets.CreateSecretCommand({
      Name: secret,
      SecretString: newValue(account),
      Tags: tagList(tags),
      ...(key === undefined ? {} : { KmsKeyId: account.keys[place][key] }),
    }),
  );
  const id = `${place} ${secret}`;
  account.arns.set(id, [...(account.arns.get(id) ?? []), ARN]);
}

/** Unlike anything else in the account, so that it is found wherever it should not be. */
function newValue({ values }: Account): string {
  const [username, password] = [`Ursula-${values.length}-kept`, `canary-${values.length}-kept`];
  values.push(username, password);
  return JSON.stringify({ username, password });
}

async function deleteRole({ role }: Of<"delete role">, { world, policies, frozen, edited }: Account) {
  for (const PolicyName of await world.policyNames(role)) {
    await world.iam.send(new iam.DeleteRolePolicyCommand({ RoleName: role, PolicyName }));
  }
  await world.iam.send(new iam.DeleteRoleCommand({ RoleName: role }));
  policies.get(role)?.clear();
  frozen.delete(role);
  edited.delete(role);
}

async function editOwnPolicy({ role, how }: Of<"edit own policy">, account: Account) {
  const { world, frozen, edited } = account;
  const now = await world.policy(role);
  if (now === undefined) return;
  if (how === "delete") {
    await world.iam.send(new iam.DeleteRolePolicyCommand({ RoleName: role, PolicyName: ownPolicy }));
  } else {
    const { Statement } = JSON.parse(now) as { Statement: object | object[] };
    await world.writePolicy(role, ownPolicy, ...(how === "add" ? [Statement].flat() : []), foreign.logs);
  }
  frozen.set(role, await world.policy(role));
  edited.set(role, (await world.policy(role)) ?? "");
}

function environmentOf(draw: ProjectDraw, account: Account): codebuild.ProjectEnvironment {
  const credential = credentialOf(draw, account);
  return {
    type: "LINUX_CONTAINER",
    computeType: "BUILD_GENERAL1_SMALL",
    image: draw.image,
    privilegedMode: draw.privileged,
    environmentVariables: [{ name: "STAGE", value: draw.variable, type: "PLAINTEXT" }],
    ...(draw.pull === undefined ? {} : { imagePullCredentialsType: draw.pull }),
    ...(credential === undefined
      ? {}
      : { registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" } }),
  };
}

function credentialOf({ secret, place, as }: ProjectDraw, { arns }: Account): string | undefined {
  if (as === "none") return undefined;
  if (as === "foreign") return `arn:aws:secretsmanager:${home}:${foreignAccount}:secret:${secret}-AbCdEf`;
  const made = arns.get(`${place} ${secret}`) ?? arns.get(`home ${secret}`) ?? [];
  const arn = as === "stale" ? made[0] : made.at(-1);
  if (arn === undefined || as === "name") return secret;
  return as === "partial" ? arn.slice(0, -7) : arn;
}

const trustOf = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" },
    ],
  });

const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const tagList = (tags: Tagging) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const projectTags = (tags: Tagging) => Object.entries(tags).map(([key, value]) => ({ key, value }));
