/** How long a project that breaks waits for its repair, at rest and while a sweep is under way. */
import type { Sandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { assumedRates } from "../assumed-rates.ts";
import { asAdministrator, type Call } from "../callers.ts";
import { largeAccount, projectInput, region, trust } from "../large-account.ts";

export interface RepairBesideSweep {
  /** Seconds, by the account's clock. */
  readonly atRest: number;
  readonly meanwhile: number;
  /** How many of the sweep's messages still waited after the second repair. */
  readonly waiting: number;
}

/** Assumed, as in docs/scale.md. */
const callMs = 50;
const hourMs = 3_600_000;

/** The sweep reads its 300 roles one by one, at rates at which AWS may take requests. */
export async function repairBesideSweep(): Promise<RepairBesideSweep> {
  const size = { projects: 300, secrets: 8, roles: 300 };
  const sandbox = await largeAccount(size, { requestRates: assumedRates, callMs });
  const options = { mode: "apply", searchRegions: [region], sweepMinutes: 60, bulkReads: false } as const;
  await deploy(sandbox, region, options);
  const call = asAdministrator(sandbox);
  await sandbox.clock.advance(1_000);
  const atRest = await secondsToRepair(sandbox, call, "team-0-early");
  await sandbox.clock.advance(hourMs);
  await sandbox.clock.advance(10_000);
  const meanwhile = await secondsToRepair(sandbox, call, "team-0-late");
  const waiting = await waitingOfSweeps(call);
  await sandbox.dispose();
  return { atRest, meanwhile, waiting };
}

/** From a project whose role may not read its secret until all is done for it. */
async function secondsToRepair(sandbox: Sandbox, call: Call, name: string): Promise<number> {
  const { clock } = sandbox;
  let done = 0;
  sandbox.onEvent(({ detail }) => {
    const text = JSON.stringify(detail);
    if (text.includes('"UpdateProject"') && text.includes(name)) done = clock.now().getTime();
  });
  await call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: trust });
  const registryCredential = { credential: "registry/team-0", credentialProvider: "SECRETS_MANAGER" };
  const role = `arn:aws:iam::${sandbox.account}:role/${name}`;
  const broken = clock.now().getTime();
  await call("codebuild", "CreateProject", projectInput(name, role, { registryCredential }));
  for (let looks = 0; looks < 600 && done === 0; looks++) await clock.advance(100);
  return done === 0 ? Number.POSITIVE_INFINITY : (done - broken) / 1_000;
}

async function waitingOfSweeps(call: Call): Promise<number> {
  const queue = await call("sqs", "GetQueueUrl", { QueueName: "pullpass-sweep-work.fifo" });
  const QueueUrl: unknown = Reflect.get(Object(queue), "QueueUrl");
  const AttributeNames = ["ApproximateNumberOfMessages"];
  const told = await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames });
  return Number(Reflect.get(Object(Reflect.get(Object(told), "Attributes")), AttributeNames[0] ?? ""));
}
