import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
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

async function buildStatus({ codebuild }: Account, projectName: string) {
  const { build } = await codebuild.send(new StartBuildCommand({ projectName }));
  return until(async () => {
    const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
    const status = builds?.[0]?.buildStatus;
    return status === "IN_PROGRESS" ? undefined : status;
  });
}

test("a project whose secret consents is repaired by itself, and its build passes", async () => {
  const command = sandbox("--port", "0", "--region", "eu-central-1");
  const account = await started(command);
  const secretArn = await createSecretAndProject(account, "web", true);

  const policy = await until(async () => {
    const input = { RoleName: "web", PolicyName: "pullpass-eu-central-1" };
    return account.iam.send(new GetRolePolicyCommand(input)).catch(() => undefined);
  });
  expect(decodeURIComponent(policy.PolicyDocument ?? "")).toContain(`"${secretArn}"`);

  const environment = await until(async () => {
    const { projects } = await account.codebuild.send(new BatchGetProjectsCommand({ names: ["web"] }));
    const found = projects?.[0]?.environment;
    return found?.registryCredential?.credential === secretArn ? found : undefined;
  });
  expect(environment.imagePullCredentialsType).toBe("SERVICE_ROLE");
  expect(await buildStatus(account, "web")).toBe("SUCCEEDED");

  const notices = await until(() => {
    const found = command.lines.filter((line) => line.includes('"notice"'));
    return found.length >= 2 ? found : undefined;
  });
  for (const line of notices) expect(JSON.parse(line)).toHaveProperty("notice.subject");
  expect(command.errors()).toBe("");
});

test("a project whose secret does not consent is left alone, and its build fails", async () => {
  const command = sandbox("--port", "0", "--region", "eu-central-1");
  const account = await started(command);
  await createSecretAndProject(account, "web", false);
  expect(await buildStatus(account, "web")).toBe("FAILED");

  // It has looked at the project once it tells what is missing.
  await until(() => command.lines.find((line) => line.includes('"notice"') && line.includes("consent")));
  const policy = account.iam.send(
    new GetRolePolicyCommand({ RoleName: "web", PolicyName: "pullpass-eu-central-1" }),
  );
  await expect(policy).rejects.toThrow(expect.objectContaining({ name: "NoSuchEntityException" }));
  const { projects } = await account.codebuild.send(new BatchGetProjectsCommand({ names: ["web"] }));
  expect(projects?.[0]?.environment?.registryCredential?.credential).toBe("web-registry");
});

test.each(["SIGINT", "SIGTERM"] as const)("%s ends it cleanly", async (signal) => {
  const command = sandbox("--port", "0");
  await started(command);
  command.process.kill(signal);
  expect(await command.ended).toBe(0);
  expect(command.errors()).toBe("");
});

test("a port that is taken is said so, with what to do", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const command = sandbox("--port", String(port));
  expect(await command.ended).toBe(3);
  expect(command.errors()).toContain(`${port}`);
  expect(command.errors()).toContain("--port");
  expect(command.errors()).not.toContain("    at ");
});

test.each([
  { options: ["--port", "many"], code: 2, says: "whole number" },
  { options: ["--region", "europe"], code: 2, says: "eu-central-1" },
  { options: ["--account", "12"], code: 2, says: "twelve digits" },
  { options: ["--iam-lag", "a while"], code: 2, says: "number of seconds" },
  { options: ["--seed", "-1"], code: 2, says: "whole number" },
  { options: ["--organization", "nowhere.json"], code: 3, says: "nowhere.json" },
])("$options is refused with the accepted form", async ({ options, code, says }) => {
  const command = sandbox(...options);
  expect(await command.ended).toBe(code);
  expect(command.errors()).toContain(says);
});

const builds = "111122223333";
const management = "999900001111";

/** An organization in which no key is made in the account of builds, or what is said is denied there. */
function organization(Action = "kms:CreateKey") {
  const Statement = [{ Effect: "Deny", Action, Resource: "*" }];
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
  await until(async () => {
    const input = { RoleName: "web", PolicyName: "pullpass-eu-central-1" };
    return account.iam.send(new GetRolePolicyCommand(input)).catch(() => undefined);
  });
});

test("a wrong organization is told with the places", async () => {
  const file = await fileOf({ ...organization(), root: { units: [{ policies: ["Denies"] }] } });
  const command = sandbox("--organization", file);
  expect(await command.ended).toBe(3);
  expect(command.errors()).toContain(`${file} describes no organization.`);
  expect(command.errors()).toContain("root.units[0].name: a unit has a name");
  expect(command.errors()).toContain('root.units[0].policies[0]: there is no policy "Denies"');
  expect(command.errors()).toContain("docs/sandbox.md");
});

test("an organization that does not let pullpass in is told", async () => {
  const file = await fileOf(organization("iam:PutRolePolicy"));
  const command = sandbox("--organization", file);
  expect(await command.ended).toBe(3);
  expect(command.errors()).toContain(`pullpass cannot be deployed into ${builds}`);
  expect(command.errors()).toContain("--account");
});

test("with IAM's lag and AWS's request rates pullpass is deployed all the same", async () => {
  const options = ["--iam-lag", "1", "--request-rates", "--seed", "7"];
  const account = await started(sandbox("--port", "0", "--region", "eu-central-1", ...options));
  const { Role } = await account.iam.send(
    new CreateRoleCommand({ RoleName: "early", AssumeRolePolicyDocument: trust }),
  );
  expect(Role?.RoleName).toBe("early");
  await until(() => account.iam.send(new GetRoleCommand({ RoleName: "early" })).catch(() => undefined));
});
