/**
 * From an event to the grant on the deployed stack, beside the same rule, queue and mappings with functions that do nothing but pass it on. It
 * tells the times, and holds nothing to them.
 */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { median } from "../../bench/benchmark.ts";
import { type AwsCli, awsCli } from "./support/aws-cli.ts";
import { openClients } from "./support/clients.ts";
import { sst } from "./support/deployment.ts";
import { type Emulator, region, startEmulator } from "./support/emulator.ts";
import { openTeams, type Teams } from "./support/teams.ts";
import { tell } from "./support/tell.ts";
import { openTrail, projectCreated } from "./support/trail.ts";

let emulator: Emulator;
let aws: AwsCli;
let teams: Teams;
let trail: ReturnType<typeof openTrail>;
let secret: string;

beforeAll(async () => {
  emulator = await startEmulator({ trail: true });
  await sst("deploy", emulator);
  aws = awsCli(emulator);
  const clients = openClients(emulator.url, region);
  teams = openTeams(clients);
  trail = openTrail(clients);
  secret = await teams.createSecret("hub", "all");
}, 600_000);

afterAll(async () => {
  await emulator?.stop();
}, 60_000);

/** The first start functions that are not there yet. */
const rounds = { cold: 2, counted: 9 };

/** In seconds, from the event until the role has a policy: the median. */
async function secondsToGrant(prefix: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds.cold + rounds.counted; round += 1) {
    const name = `${prefix}-${round}`;
    await teams.createProject(name, secret);
    const startedAt = performance.now();
    await trail.tell(projectCreated(name));
    while ((await teams.policyNames(name)).length === 0) await pause(2);
    times.push((performance.now() - startedAt) / 1_000);
  }
  return median(times.slice(rounds.cold));
}

/** The code of a function that passes on what it is given. */
const passing = {
  Ingest: `
    import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
    const sqs = new SQSClient();
    export async function handler(event) {
      const [, name] = /project\\/(idle-\\d+)/.exec(JSON.stringify(event)) ?? [];
      if (name === undefined) return;
      const to = { QueueUrl: process.env.PULLPASS_QUEUE_URL, MessageGroupId: name, MessageDeduplicationId: name };
      await sqs.send(new SendMessageCommand({ ...to, MessageBody: name }));
    }`,
  Reconcile: `
    import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
    const iam = new IAMClient();
    const Statement = [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    export async function handler({ Records }) {
      for (const { body: RoleName } of Records)
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "passed-on", PolicyDocument }));
      return { batchItemFailures: [] };
    }`,
};

async function replaceCode(name: string, contents: string): Promise<void> {
  const { Functions } = (await aws("lambda", "list-functions")) as { Functions: { FunctionName: string }[] };
  const found = Functions.find(({ FunctionName }) => FunctionName.includes(`pullpass-${name}`));
  const folder = join(emulator.folder, name);
  await mkdir(folder);
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    ...{ bundle: true, minify: true, format: "esm", platform: "node", mainFields: ["module", "main"] },
    outfile: join(folder, "index.mjs"),
  });
  const [archive, env] = [join(folder, "code.zip"), emulator.environment];
  await promisify(execFile)("python3", ["-m", "zipfile", "-c", archive, join(folder, "index.mjs")], { env });
  await aws(
    ...["lambda", "update-function-code", "--function-name", found?.FunctionName ?? name],
    ...["--zip-file", `fileb://${archive}`],
  );
}

test("an event comes to its grant, and how fast beside functions that do nothing", async () => {
  const pullpass = await secondsToGrant("paced");
  for (const [name, code] of Object.entries(passing)) await replaceCode(name, code);
  const nothing = await secondsToGrant("idle");
  expect(await teams.policyNames("idle-0")).toEqual(["passed-on"]);
  expect(await teams.grants("paced-0")).toHaveLength(1);
  const milliseconds = (seconds: number) => `${(1_000 * seconds).toFixed(0)} ms`;
  tell(
    `event to grant took ${milliseconds(pullpass)} (median of ${rounds.counted}), ${(pullpass / nothing).toFixed(2)} times functions that do nothing (${milliseconds(nothing)})`,
  );
}, 300_000);
