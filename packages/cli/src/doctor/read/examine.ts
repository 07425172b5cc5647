/** Reads all that `pullpass doctor` judges: about fifty calls where pullpass is deployed, side by side. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { inParallel } from "@pullpass/core";
import { eventBridgeClient, hubArn, regionClaim } from "@pullpass/core/aws";
import { type Known, known } from "@pullpass/core/parts";
import { iamRegionOf } from "@pullpass/functions/deployment";
import type { Account } from "../../aws/account.ts";
import type { Examined, ExaminedDeployment, StackParts } from "../examined.ts";
import { bootstrapStack } from "../judge/bootstrap.ts";
import { settingsOf } from "../judge/functions.ts";
import { wantedForwarding } from "../wanted-forwarding.ts";
import { readConcurrency, readFunction } from "./functions.ts";
import { readQueues, readSubscriptions } from "./messages.ts";
import { readForwarding, readRules, readTargets } from "./rules.ts";
import { readParts, readStack } from "./stack.ts";
import { readTrails } from "./trails.ts";

export async function examine(account: Account, version: string): Promise<Examined> {
  const { connection, region, partition, caller, id } = account;
  const iamRegion = iamRegionOf(region);
  const [claim, concurrency, trails, rules] = await Promise.all([
    known(() => regionClaim(connection)(region)),
    readConcurrency(connection, region),
    readTrails(connection, region),
    readRules(eventBridgeClient(connection, region), region),
  ]);
  const trailsOfIam = iamRegion === region ? trails : await readTrails(connection, iamRegion);
  const bootstrap = claim.kind === "absent" ? await readStack(connection, region, bootstrapStack) : undefined;
  const deployed = claim.kind === "known" ? await examineDeployment(account, claim.value.stack) : undefined;
  const at = { partition, account: id, region, caller, version };
  return { ...at, claim, concurrency, trails, trailsOfIam, rules, bootstrap, deployed };
}

async function examineDeployment(account: Account, stackArn: string): Promise<ExaminedDeployment> {
  const { connection, region } = account;
  const [stack, parts] = await Promise.all([
    readStack(connection, region, stackArn),
    readParts(connection, region, stackArn),
  ]);
  const made = parts.kind === "known" ? parts.value : nothing;
  const [functions, targets, queues, subscriptions, hub] = await Promise.all([
    examineFunctions(account, made),
    readTargets(eventBridgeClient(connection, region), [...made.rules.values()]),
    readQueues(connection, region, made.queues),
    subscriptionsOf(account, made),
    made.functions.has("securityhub") ? known(() => hubArn(connection, region)) : undefined,
  ]);
  const wanted = wantedForwarding(account, settingsOf(functions), made);
  const forwarding = await inParallel(wanted, 4, (each) => readForwarding(connection, each));
  return { stack, parts, functions, targets, queues, subscriptions, forwarding, hub };
}

const nothing: StackParts = { functions: new Map(), rules: new Map(), queues: new Map(), topic: undefined };

async function examineFunctions(
  { connection, partition, region, id }: Account,
  { functions }: StackParts,
): Promise<ExaminedDeployment["functions"]> {
  const client = new LambdaClient(connection(region));
  const all = await inParallel([...functions], 6, async ([name, deployedAs]) => {
    const arn = `arn:${partition}:lambda:${region}:${id}:function:${deployedAs}`;
    return [name, await readFunction(client, { name: deployedAs, arn })] as const;
  });
  return new Map(all);
}

async function subscriptionsOf(
  { connection, region }: Account,
  { topic }: StackParts,
): Promise<Known<never> | ExaminedDeployment["subscriptions"]> {
  return topic === undefined ? { kind: "absent" } : readSubscriptions(connection, region, topic);
}
