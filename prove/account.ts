/** An account that can be asked: a real one, whatever answers at an endpoint, or the sandbox in this process. */
import { setTimeout as wait } from "node:timers/promises";
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { connect, createSandbox, type Sandbox } from "@pullpass/sandbox";

export type Clients = ReturnType<typeof clientsWith>;

export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly partition: string;
  readonly region: string;
  /** Who asks. */
  readonly caller: string;
  /** They throw once the run was interrupted. */
  readonly clients: Clients;
  /** The same for other credentials. */
  readonly as: (credentials: Credentials) => Clients;
  /** They go on after an interruption: what was created has to go. */
  readonly removing: Clients;
  /** Lets so much time pass. */
  readonly pause: (ms: number) => Promise<void>;
  readonly now: () => number;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Where {
  readonly region: string;
  /** Instead of AWS. */
  readonly endpoint?: string | undefined;
  /** Ends the asking. */
  readonly signal: AbortSignal;
}

/** With the credentials that the SDK finds. @throws what the SDK throws if there are none, or nobody answers */
export async function openAccount({ region, endpoint, signal }: Where): Promise<Account> {
  const config = { region, ...(endpoint !== undefined && { endpoint }) };
  // an emulator has none of AWS's delays: its time runs faster
  const speed = endpoint === undefined ? 1 : 50;
  const time = {
    pause: (ms: number) => wait(ms / speed, undefined, { signal }),
    now: () => Date.now() * speed,
  };
  return accountWith((credentials) => ({ ...config, ...(credentials && { credentials }) }), signal, time);
}

export interface SandboxOptions {
  readonly id?: string;
  /** Who asks; without it, an administrator does. */
  readonly asker?: (sandbox: Sandbox) => Promise<Credentials>;
}

/** A new account in memory, whose clock moves when somebody waits. */
export async function openSandbox(
  { region, signal }: Where,
  { id = "111122223333", asker }: SandboxOptions = {},
): Promise<Account & { readonly sandbox: Sandbox }> {
  const partition = partitionOf(region);
  const sandbox = await createSandbox({ regions: [region, otherRegion(region)], account: id, partition });
  const own = await asker?.(sandbox);
  const configOf = (credentials = own) => connect(sandbox, { region, ...(credentials && { credentials }) });
  const account = await accountWith(configOf, signal, {
    async pause(ms) {
      signal.throwIfAborted();
      await sandbox.clock.advance(ms);
      await sandbox.settle();
    },
    now: () => sandbox.clock.now().getTime(),
  });
  return { ...account, sandbox };
}

/** Some other Region of the partition. */
export function otherRegion(region: string): string {
  const pairs = [
    ["us-east-1", "eu-west-1"],
    ["us-gov-west-1", "us-gov-east-1"],
    ["cn-north-1", "cn-northwest-1"],
  ] as const;
  const [first, second] =
    pairs.find(([one]) => partitionOf(one) === partitionOf(region)) ?? (["us-east-1", "eu-west-1"] as const);
  return region === first ? second : first;
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

async function accountWith(
  configOf: (credentials?: Credentials) => { readonly region: string },
  signal: AbortSignal,
  time: Pick<Account, "pause" | "now">,
): Promise<Account> {
  const stopping = (credentials?: Credentials) => stopAt(signal, clientsWith(configOf(credentials)));
  const clients = stopping();
  const { Arn = "", Account: id = "" } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const [, partition = "aws"] = Arn.split(":");
  const region = await clients.sts.config.region();
  const removing = clientsWith(configOf());
  return { id, partition, region, caller: Arn, clients, as: stopping, removing, ...time };
}

/** The SDK's clients of every service that is asked. */
export function clientsWith(config: { readonly region: string }) {
  return {
    codebuild: new CodeBuildClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    secrets: new SecretsManagerClient(config),
    sqs: new SQSClient(config),
    sts: new STSClient(config),
  };
}

/** No further call once the run was interrupted; one that is under way ends, so that what it created is known. */
function stopAt(signal: AbortSignal, clients: Clients): Clients {
  const { codebuild, events, iam, kms, secrets, sqs, sts } = clients;
  const check = <Input, Output>(next: (input: Input) => Output) => {
    return (input: Input): Output => {
      signal.throwIfAborted();
      return next(input);
    };
  };
  const first = { step: "initialize", name: "stopWhenInterrupted" } as const;
  codebuild.middlewareStack.add(check, first);
  events.middlewareStack.add(check, first);
  iam.middlewareStack.add(check, first);
  kms.middlewareStack.add(check, first);
  secrets.middlewareStack.add(check, first);
  sqs.middlewareStack.add(check, first);
  sts.middlewareStack.add(check, first);
  return clients;
}
