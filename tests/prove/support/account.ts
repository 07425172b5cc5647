/** An account to ask, in memory, and what a run leaves in it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListProjectsCommand } from "@aws-sdk/client-codebuild";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
  ListPoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { DescribeKeyCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { connect, type Sandbox } from "@pullpass/sandbox";
import { onTestFinished } from "vitest";
import { type Account, type Credentials, clientsWith, openSandbox } from "../../../prove/account.ts";
import { prove } from "../../../prove/prove.ts";

export const accountId = "444455556666";
export const region = "us-east-1";

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "pullpass-prove-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The names of what is there, keys on their way out left aside. */
export async function namesIn({ removing }: Pick<Account, "removing">): Promise<readonly string[]> {
  const { codebuild, events, iam, kms, secrets, sqs } = removing;
  const { projects = [] } = await codebuild.send(new ListProjectsCommand({}));
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: false }));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const kept: string[] = [];
  for (const { KeyId } of Keys) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    const isOurs = KeyMetadata?.KeyManager === "CUSTOMER";
    if (isOurs && KeyMetadata?.KeyState !== "PendingDeletion") kept.push(KeyId ?? "");
  }
  return [
    ...projects,
    ...Rules.map(({ Name = "" }) => Name),
    ...Roles.map(({ RoleName = "" }) => RoleName),
    ...Policies.map(({ PolicyName = "" }) => PolicyName),
    ...SecretList.map(({ Name = "" }) => Name),
    ...QueueUrls,
    ...kept,
  ];
}

/** The account as its administrator sees it, whoever asks. */
export function asAdministrator(sandbox: Sandbox): Pick<Account, "removing"> {
  return { removing: clientsWith(connect(sandbox, { region })) };
}

export interface Proved {
  readonly code: number;
  readonly said: string;
  /** prove.json, if it was written. */
  readonly report: () => Report;
  readonly page: () => string;
  readonly account: Awaited<ReturnType<typeof openSandbox>>;
  readonly out: string;
}

interface Report {
  readonly isAws: boolean;
  readonly probes: readonly {
    readonly id: string;
    readonly asked: { readonly kind: string; readonly why?: string; readonly facts?: Record<string, string> };
    readonly sandbox: { readonly kind: string };
    readonly differs: readonly string[];
  }[];
}

export interface Options {
  /** Every call of the run, before it is made; `stop` interrupts the run. */
  readonly onCall?: (
    call: { readonly service: string; readonly operation: string },
    stop: () => void,
  ) => void;
  readonly environment?: NodeJS.ProcessEnv;
  /** The policy of whoever runs it; an administrator does otherwise. */
  readonly rights?: string;
}

/** Runs `npm run prove` in this process, against an account in memory. */
export async function proved(
  args: readonly string[],
  { onCall, environment = {}, rights }: Options = {},
): Promise<Proved> {
  const interruption = new AbortController();
  const account = await openSandbox(
    { region, signal: interruption.signal },
    {
      id: accountId,
      ...(rights !== undefined && { asker: (sandbox: Sandbox) => userWith(rights, sandbox) }),
    },
  );
  onTestFinished(() => account.sandbox.dispose());
  const out = folder();
  let isOver = false;
  account.sandbox.before((call) => {
    if (!isOver) onCall?.(call, () => interruption.abort());
  });
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const code = await prove(["--out", out, ...args], {
    environment,
    signal: interruption.signal,
    print: say,
    note: say,
    account,
  });
  isOver = true;
  return {
    code,
    said: said.join("\n"),
    report: () => JSON.parse(readFileSync(join(out, "prove.json"), "utf8")),
    page: () => readFileSync(join(out, "prove.md"), "utf8"),
    account,
    out,
  };
}

/** The access key of a new user who may do that. */
async function userWith(PolicyDocument: string, sandbox: Sandbox): Promise<Credentials> {
  const iam = new IAMClient(connect(sandbox, { region }));
  const UserName = "asker";
  await iam.send(new CreateUserCommand({ UserName }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

export const go = ["--account", accountId, "--region", region, "--yes-create-resources"];
