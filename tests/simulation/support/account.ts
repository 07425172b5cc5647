/** The account under simulation: what people did to it, so that what pullpass did can be told apart. */
import type { ProjectEnvironment } from "@aws-sdk/client-codebuild";
import { CreatePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { connect, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import { everyService } from "../../../packages/sandbox/src/services/all.ts";
import { away, createWorld, home, type World } from "../../end-to-end/support/world.ts";
import { roles } from "./actions.ts";
import { watchRoles } from "./at-once.ts";
import { type Conditions, lagForPullpass, smallPages } from "./conditions.ts";
import { type Delivery, unreliableDelivery } from "./delivery.ts";
import { endEndless } from "./endless.ts";
import { createFarProjects, deployFar } from "./far.ts";
import { type Faults, injectFaults } from "./faults.ts";
import { leaveOlderRecords } from "./foreign-records.ts";
import { type Functions, replaceFunctions, type Slowness } from "./functions.ts";
import type { Muted } from "./muted.ts";
import { type OlderVersion, olderVersion } from "./older-version.ts";
import type { Output } from "./output.ts";
import { type Restarts, watchRestarts } from "./restarts.ts";
import { type ToldNotices, watchNotices } from "./told.ts";
import { type Watch, watch } from "./watch.ts";

export type Place = "home" | "away";

export interface Account {
  readonly world: World;
  /** By the account's clock. */
  readonly startedAt: Date;
  readonly functions: Functions;
  /** Operations that were called without end. */
  readonly endless: () => readonly string[];
  /** Roles that two invocations worked on at once. */
  readonly atOnce: () => readonly string[];
  readonly faults: Faults;
  readonly delivery: Delivery;
  readonly watch: Watch;
  readonly restarts: Restarts;
  readonly told: ToldNotices;
  readonly output: Output;
  /** Two customer managed keys in each Region. */
  readonly keys: Readonly<Record<Place, readonly string[]>>;
  readonly queueUrl: string;
  /** As people sent them last. */
  readonly environments: Map<string, ProjectEnvironment>;
  /** Inline policies that people wrote, by role and name. */
  readonly policies: Map<string, Map<string, string>>;
  /** What pullpass's own policy was when people ignored the role, or edited it since. */
  readonly frozen: Map<string, string | undefined>;
  /** What people put in place of pullpass's own policy. */
  readonly edited: Map<string, string>;
  /** Every ARN that a secret of that name ever had in the place, oldest first. */
  readonly arns: Map<string, string[]>;
  /** Secrets that people deleted for good: they go within seconds. */
  readonly going: Set<string>;
  /** How many builds people started. */
  readonly builds: { count: number };
  /** The ARN of a policy that is narrower than what any role needs. */
  readonly boundary: string;
  /** What people did that AWS did not refuse, by `do`. */
  readonly done: Set<string>;
  /** When people did something, by the account's clock. */
  readonly doneAtMs: number[];
  readonly mutes: Muted[];
  readonly olderVersion: OlderVersion;
  /** Records of a newer version, by their keys. */
  readonly foreign: Set<string>;
  /** How much work of a newer version there was. */
  readonly newerWork: { count: number };
  readonly conditions: Conditions;
  /** User names and passwords that must show nowhere. */
  readonly values: string[];
}

interface AccountSettings {
  readonly output: Output;
  readonly slowness: Slowness;
  readonly conditions: Conditions;
  readonly atEnd: (end: () => Promise<void>) => void;
}

export const regionOf = (place: Place) => (place === "home" ? home : away);
export const ownPolicy = `pullpass-${home}`;

/** `atEnd` is given what ends it. */
export async function createAccount(
  seed: number,
  { output, slowness, conditions, atEnd }: AccountSettings,
): Promise<Account> {
  const { iamLagMs, skewMs, hasOlderRecords, hasFarDeployment, options } = conditions;
  // What a service takes to load is real time, and the machine's: the first run of a process would be another.
  await everyService();
  const world = await createWorld({ seed, iamLagMs, retryBuilds: options.retryBuilds }, atEnd);
  const { sandbox, deployment } = world;
  const startedAt = sandbox.clock.now();
  const far = hasFarDeployment ? await deployFar(sandbox, conditions) : undefined;
  const queueUrl = await workQueueUrl(sandbox, home);
  for (const role of roles) await world.role(role);
  const boundary = await narrowPolicy(world);
  const keys = { home: await twoKeys(world, home), away: await twoKeys(world, away) };
  if (hasOlderRecords) await leaveOlderRecords(world);
  const atOnce = watchRoles();
  const parts = {
    endless: endEndless(sandbox),
    // before the faults: it also sees what was done when the reply is lost
    watch: watch(sandbox),
    restarts: watchRestarts(sandbox),
    told: watchNotices(sandbox, deployment.topicArn),
    olderVersion: olderVersion(sandbox),
    faults: injectFaults(sandbox),
    delivery: unreliableDelivery(sandbox),
    functions: replaceFunctions(
      sandbox,
      { ...deployment, queueUrl },
      { slowness, skewMs, options, boundary, onInvocation: atOnce.onInvocation },
    ),
  };
  const farAtOnce = watchRoles();
  if (far !== undefined) {
    const { turns } = parts.functions;
    const deployed = { ...far, queueUrl: await workQueueUrl(sandbox, away) };
    const { onInvocation } = farAtOnce;
    replaceFunctions(sandbox, deployed, { slowness, skewMs, options, boundary, turns, onInvocation });
    await createFarProjects(sandbox, conditions);
  }
  // after all others: one of them may have people look on
  lagForPullpass(sandbox, iamLagMs);
  smallPages(sandbox, conditions.pageSize);
  // until IAM shows everybody what was made
  if (iamLagMs > 0) await sandbox.clock.advance(iamLagMs + 1_000);
  return {
    world,
    startedAt,
    atOnce: () => [...atOnce.roles(), ...farAtOnce.roles()],
    ...parts,
    output,
    keys,
    queueUrl,
    environments: new Map(),
    policies: new Map(roles.map((role) => [role, new Map()])),
    frozen: new Map(),
    edited: new Map(),
    arns: new Map(),
    going: new Set(),
    builds: { count: 0 },
    boundary,
    done: new Set(),
    doneAtMs: [],
    mutes: [],
    foreign: new Set(),
    newerWork: { count: 0 },
    conditions,
    values: [],
  };
}

async function workQueueUrl(sandbox: Sandbox, region: string): Promise<string> {
  const sqs = new SQSClient(connect(sandbox, { region }));
  const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: "pullpass-work.fifo" }));
  return QueueUrl;
}

async function narrowPolicy({ iam }: World): Promise<string> {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }],
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "narrow", PolicyDocument }));
  return Policy?.Arn ?? "";
}

async function twoKeys(world: World, region: string): Promise<readonly string[]> {
  const make = async () => {
    const { KeyMetadata } = await world.kmsIn(region).send(new CreateKeyCommand({}));
    return KeyMetadata?.Arn ?? "";
  };
  return [await make(), await make()];
}
