/** A second deployment, in the account's other Region: on the same roles, whose policies count everywhere. */
import { CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { deploy, type SandboxDeployment } from "../../../packages/cli/src/sandbox-deployment/deploy.ts";
import { connect, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import { account as accountId, away, home } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";
import type { Conditions } from "./conditions.ts";
import { consents, isOpen, tagsOf, type Want, wantsIn } from "./oracle.ts";
import { grantsIn } from "./policy.ts";
import { roleName } from "./role-name.ts";
import { customerKeys, look, type SeenRole, type View } from "./view.ts";

/** Its policy on a role. */
export const farPolicy = `pullpass-${away}`;

/** Its projects, on roles of the others'. Nobody touches them again. */
const projects = [
  { name: "far-a", role: "build", credential: "hub" },
  { name: "far-b", role: "shop", credential: "team/quay" },
  { name: "far-c", role: "build", credential: "team/quay" },
] as const;

export async function deployFar(sandbox: Sandbox, { options }: Conditions): Promise<SandboxDeployment> {
  const { mode, retryBuilds } = options;
  return deploy(sandbox, away, { mode, retryBuilds, searchRegions: [home, away], sweepMinutes: 60 });
}

/** After its functions are deployed. */
export async function createFarProjects(sandbox: Sandbox, { iamLagMs }: Conditions): Promise<void> {
  // Until IAM shows a role to everybody, CodeBuild takes no project with it.
  if (iamLagMs > 0) await sandbox.clock.advance(iamLagMs);
  const codebuild = new CodeBuildClient(connect(sandbox, { region: away }));
  for (const { name, role, credential } of projects)
    await codebuild.send(
      new CreateProjectCommand({
        name,
        serviceRole: `arn:aws:iam::${accountId}:role/${role}`,
        source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment: {
          type: "LINUX_CONTAINER",
          computeType: "BUILD_GENERAL1_SMALL",
          image: "registry.example.net/acme/web:1",
          registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
        },
      }),
    );
}

/** Its projects and its policies are as those of a deployment that is alone, whatever the other does on the same roles. */
export async function wrongFar(account: Account): Promise<readonly string[]> {
  if (!account.conditions.hasFarDeployment) return [];
  const view = await look(account, away);
  const wants = wantsIn(view);
  const wrong: string[] = [];
  for (const role of view.roles) wrong.push(...(await wrongFarRole(role, wants, view, account)));
  const open = new Set(view.roles.filter(isOpen).map(({ name }) => name));
  for (const { name, environment } of view.projects) {
    const want = wants.find(({ project, role }) => project === name && open.has(role));
    const { registryCredential, imagePullCredentialsType } = environment ?? {};
    const isRight =
      registryCredential?.credential === want?.secret.arn && imagePullCredentialsType === "SERVICE_ROLE";
    if (want !== undefined && !isRight)
      wrong.push(`${name} pulls with ${registryCredential?.credential} and ${imagePullCredentialsType}`);
  }
  return [...wrong, ...(account.faults.outlasted() ? [] : await farDeadLetters(account))];
}

async function wrongFarRole(
  role: SeenRole,
  wants: readonly Want[],
  view: View,
  { world }: Account,
): Promise<readonly string[]> {
  const granted = grantsIn((await world.policy(role.name, farPolicy)) ?? "", away);
  if (granted === undefined) return [`the policy of ${away} on ${role.name} is not pullpass's`];
  const wrong: string[] = [];
  if (isOpen(role))
    for (const { project, secret } of wants.filter((each) => each.role === role.name)) {
      const keys = (await customerKeys(world, secret)).join(" ");
      if (!granted.has(secret.arn)) wrong.push(`${project} is to read ${secret.arn}, and may not`);
      else if ((granted.get(secret.arn) ?? "") !== keys)
        wrong.push(`${role.name} decrypts ${secret.arn} with ${granted.get(secret.arn)}, for ${project}`);
    }
  for (const arn of granted.keys()) {
    const isWanted = isOpen(role) && wants.some((want) => want.role === role.name && want.secret.arn === arn);
    const isKept = !isOpen(role) && isConsented(arn, role, view);
    if (!isWanted && !isKept) wrong.push(`${role.name} may read ${arn} in ${away} for nobody`);
  }
  return wrong;
}

/** What a role that may no longer be touched has stays, while it is not withdrawn. */
function isConsented(arn: string, role: SeenRole, { secrets, projects: seen }: View): boolean {
  const secret = secrets.find((each) => each.arn === arn);
  if (secret === undefined || secret.isDeleted) return false;
  return seen.some(
    (project) =>
      roleName(project.serviceRole) === role.name &&
      consents(secret.tags, project.name ?? "", tagsOf(project)),
  );
}

async function farDeadLetters({ world }: Account): Promise<readonly string[]> {
  const sqs = new SQSClient(connect(world.sandbox, { region: away }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-dead-work.fifo" }));
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  const count = Attributes?.ApproximateNumberOfMessages;
  return count === "0" ? [] : [`${count} messages are dead in ${away}`];
}
