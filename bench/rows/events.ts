/**
 * What listening costs: for each rule, one event of a thing that no build uses (in a busy account almost all are), its calls
 * counted in the sandbox with pullpass deployed, and an hour of such events at public prices.
 */
import { type BusEvent, invocations, type RecordedCall, type Sandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { recorded } from "../../tests/decode/support/records.ts";
import type { Benchmark, Result, Say } from "../benchmark.ts";
import { isOfPullpass } from "../callers.ts";
import { assumed, prices } from "../cost/prices.ts";
import { largeAccount, region, type Size } from "../large-account.ts";

const size: Size = { projects: 2_000, secrets: 400, roles: 1_000 };

/** A record of each rule, and how many such events a busy hour has: assumed, on the high side. */
const hour: readonly (readonly [rule: string, record: string, events: number])[] = [
  ["secrets", "UpdateSecret", 100],
  ["secret-deletions", "EndSecretVersionDelete", 5],
  ["secret-labels", "SecretLabelUpdated", 20],
  ["projects", "UpdateProject", 100],
  ["builds", "BuildStateChange-provisioning-failed", 20],
  ["keys", "PutKeyPolicy", 50],
  ["key-material", "DeleteExpiredKeyMaterial", 1],
  ["roles", "UpdateAssumeRolePolicy", 50],
  ["new-roles", "CreateRole", 20],
  ["role-tags", "TagRole", 5],
  ["managed-policies", "AttachRolePolicy", 200],
  ["policy-versions", "CreatePolicyVersion", 50],
  ["tag-changes", "TagChangeOnResource", 20],
  ["tag-editor", "UntagResources", 20],
];

export const benchmark: Benchmark = {
  about: "one event of each rule, of a thing that no build uses: calls and dollars",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const sandbox = await largeAccount(size);
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  // The first sweep grants what is to be granted.
  await sandbox.clock.advance(3_700_000);
  await sandbox.settle(1_000_000);
  say(`${size.projects} projects, ${size.secrets} secrets, ${size.roles} roles`);
  say("rule              an hour  CodeBuild  Secrets M.    IAM  DynamoDB  SQS    USD an hour");
  for (const [rule, record, events] of hour) {
    const calls = await oneEvent(sandbox, record);
    const count = (service: string) => calls.filter((call) => call.service === service).length;
    const columns = [
      rule.padEnd(16),
      String(events).padStart(8),
      String(count("codebuild")).padStart(10),
      String(count("secretsmanager")).padStart(11),
      String(count("iam")).padStart(6),
      String(count("dynamodb")).padStart(9),
      String(count("sqs")).padStart(4),
      (events * dollars(calls)).toFixed(5).padStart(14),
    ];
    say(columns.join(" "));
  }
  await sandbox.dispose();
  return [];
}

/** Whatever Region the record names, the rules of the deployment's own Region have the same patterns. */
async function oneEvent(sandbox: Sandbox, record: string): Promise<readonly RecordedCall[]> {
  const { source, resources, detail, "detail-type": type } = recorded(record);
  const event: BusEvent = {
    version: "0",
    id: sandbox.ids.uuid(),
    source: String(source),
    "detail-type": String(type),
    account: sandbox.account,
    time: sandbox.clock.now().toISOString(),
    region,
    resources: Array.isArray(resources) ? resources : [],
    detail,
  };
  const calls = sandbox.calls.length;
  const runs = invocations(sandbox).length;
  sandbox.emit(event);
  await sandbox.settle(1_000_000);
  if (invocations(sandbox).length === runs) throw new Error(`no rule delivers ${record}`);
  return sandbox.calls.slice(calls).filter(isOfPullpass);
}

/** One invocation and what it calls; CodeBuild's and IAM's reads cost nothing. */
function dollars(calls: readonly RecordedCall[]): number {
  const count = (service: string) => calls.filter((call) => call.service === service).length;
  const { lambdaSeconds, callSeconds, lambdaGigabytes, logBytes } = assumed;
  return (
    prices.lambdaRequest +
    (lambdaSeconds + calls.length * callSeconds) * lambdaGigabytes * prices.lambdaGigabyteSecond +
    (logBytes * prices.logGigabyte) / 1e9 +
    count("dynamodb") * prices.readUnit +
    count("secretsmanager") * prices.secretsManagerCall +
    count("sqs") * prices.fifoRequest
  );
}
