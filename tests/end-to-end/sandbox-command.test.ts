import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, onTestFinished, test } from "vitest";
import { tellOutput } from "../support/tell-output.ts";

interface Command {
  readonly process: ChildProcess;
  /** Whole lines of standard output so far. */
  readonly lines: string[];
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
}

function sandbox(...options: string[]): Command {
  const child = spawn(process.execPath, ["packages/cli/src/main.ts", "sandbox", ...options]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  tellOutput(`pullpass sandbox ${options.join(" ")}`, () => [...lines, errors].join("\n"));
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { process: child, lines, errors: () => errors, ended };
}

/** What `read` answers once it answers anything. */
async function until<T>(read: () => T | undefined | Promise<T | undefined>): Promise<T> {
  let value: T | undefined;
  await expect
    .poll(async () => {
      value = await read();
      return value;
    })
    .toBeDefined();
  if (value === undefined) throw new Error("nothing came");
  return value;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

async function started(command: Command) {
  const line = await until(() => command.lines.find((text) => text.includes("ready")));
  const { url, account } = JSON.parse(line) as { url: string; account: string };
  const as = (accessKeyId: string) => ({
    endpoint: url,
    region: "eu-central-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
  });
  const config = as("me");
  return {
    account,
    as,
    secrets: new SecretsManagerClient(config),
    iam: new IAMClient(config),
    codebuild: new CodeBuildClient(config),
  };
}

type Account = Awaited<ReturnType<typeof started>>;

async function createSecretAndProject({ secrets, iam, codebuild }: Account, name: string, consent: boolean) {
  const { ARN } = await secrets.send(
    new CreateSecretCommand({
      Name: `${name}-registry`,
      SecretString: '{"username":"me","password":"canary-secret"}',
      ...(consent ? { Tags: [{ Key: "pullpass/projects", Value: name }] } : {}),
    }),
  );
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  await codebuild.send(
    new CreateProjectCommand({
      name,
      serviceRole: Role?.Arn,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "acme/web:1",
        registryCredential: { credential: `${name}-registry`, credentialProvider: "SECRETS_MANAGER" },
      },
    }),
  );
  return ARN ?? "";
}

async function policyOf({ iam }: Account, RoleName: string): Promise<string> {
  const input = { RoleName, PolicyName: "pullpass-eu-central-1" };
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(input));
  return decodeURIComponent(PolicyDocument ?? "");
}

async function environmentOf({ codebuild }: Account, name: string) {
  const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
  return projects?.[0]?.environment;
}

async function buildStatus({ codebuild }: Account, projectName: string) {
  const { build } = await codebuild.send(new StartBuildCommand({ projectName }));
  return until(async () => {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
    const status = builds?.[0]?.buildStatus;
    return status === "IN_PROGRESS" ? undefined : status;
  });
}

test("who consents is repaired by itself and builds; who does not is left alone; SIGINT ends it cleanly", async () => {
  const command = sandbox("--port", "0", "--region", "eu-central-1");
  const account = await started(command);
  const secretArn = await createSecretAndProject(account, "web", true);
  await createSecretAndProject(account, "shop", false);

  const policy = await until(() => policyOf(account, "web").catch(() => undefined));
  expect(policy).toContain(`"${secretArn}"`);
  const environment = await until(async () => {
    const found = await environmentOf(account, "web");
    return found?.registryCredential?.credential === secretArn ? found : undefined;
  });
  expect(environment.imagePullCredentialsType).toBe("SERVICE_ROLE");
  expect(await buildStatus(account, "web")).toBe("SUCCEEDED");

  // It has looked at the other project once it tells what is missing.
  const notices = await until(() => {
    const found = command.lines.filter((line) => line.includes('"notice"'));
    return found.length >= 3 && found.some((line) => line.includes("consent")) ? found : undefined;
  });
  for (const line of notices) expect(JSON.parse(line)).toHaveProperty("notice.subject");
  await expect(policyOf(account, "shop")).rejects.toThrow(
    expect.objectContaining({ name: "NoSuchEntityException" }),
  );
  expect((await environmentOf(account, "shop"))?.registryCredential?.credential).toBe("shop-registry");
  expect(await buildStatus(account, "shop")).toBe("FAILED");

  command.process.kill("SIGINT");
  expect(await command.ended).toBe(0);
  expect(command.errors()).toBe("");
});

const builds = "111122223333";
const management = "999900001111";

/** An organization in which no key is made in the account of builds. */
function organization() {
  const Statement = [{ Effect: "Deny", Action: "kms:CreateKey", Resource: "*" }];
  return {
    id: "o-exampleorg",
    managementAccount: management,
    policies: { Denied: { Version: "2012-10-17", Statement } },
    root: { accounts: [{ id: builds, policies: ["FullAWSAccess", "Denied"] }] },
  };
}

async function fileOf(content: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "organization-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "organization.json");
  await writeFile(path, JSON.stringify(content));
  return path;
}

test("an organization's policies bind its accounts, and pullpass repairs in one of them", async () => {
  const file = await fileOf(organization());
  const account = await started(sandbox("--port", "0", "--region", "eu-central-1", "--organization", file));
  expect(account.account).toBe(builds);
  const key = (id: string) => new KMSClient(account.as(id)).send(new CreateKeyCommand({}));
  await expect(key(builds)).rejects.toThrow(/with an explicit deny in a service control policy/);
  await key(management);
  await expect(key("222233334444")).rejects.toThrow(/security token/);
  const client = new OrganizationsClient(account.as(builds));
  const { Organization } = await client.send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ Id: "o-exampleorg", MasterAccountId: management });
  await createSecretAndProject(account, "web", true);
  await until(() => policyOf(account, "web").catch(() => undefined));
});

test("with IAM's lag and AWS's request rates pullpass is deployed all the same; SIGTERM ends it cleanly", async () => {
  const options = ["--iam-lag", "1", "--request-rates", "--seed", "7"];
  const command = sandbox("--port", "0", "--region", "eu-central-1", ...options);
  const account = await started(command);
  const { Role } = await account.iam.send(
    new CreateRoleCommand({ RoleName: "early", AssumeRolePolicyDocument: trust }),
  );
  expect(Role?.RoleName).toBe("early");
  await until(() => account.iam.send(new GetRoleCommand({ RoleName: "early" })).catch(() => undefined));
  command.process.kill("SIGTERM");
  expect(await command.ended).toBe(0);
  expect(command.errors()).toBe("");
});
