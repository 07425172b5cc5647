/**
 * A busy day: people and pipelines change projects, the hourly sweeps go on, each call takes its time and IAM takes fifteen of a kind
 * a second. How long it takes from a change until the role has its grant, and until the project is repaired, by the account's clock.
 */
import type { RecordedCall, Sandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { assumedRates } from "../assumed-rates.ts";
import { atMost, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { asAdministrator, type Call, isOfPullpass } from "../callers.ts";
import { largeAccount, projectInput, region, type Size, trust } from "../large-account.ts";

const size: Size = { projects: 600, secrets: 120, roles: 300 };
/** Assumed, as in docs/scale.md. */
const callMs = 50;
/** How many changes come one by one in an hour of the day, and how many a pipeline makes within five seconds, at its begin. */
const hours: readonly (readonly [single: number, pipeline: number])[] = Array.from(
  { length: 24 },
  (_, hour) => (hour >= 8 && hour < 18 ? [75, 20] : [5, 0]),
);
const hourMs = 3_600_000;

export const benchmark: Benchmark = {
  about: "a busy day of 1,000 changes: from a change to the grant, and to the repair",
  run,
};

interface Change {
  readonly atMs: number;
  /** A project that lacks everything, on a role of its own; one whose credential is put back to a name; or one in which nothing is wrong. */
  readonly kind: "new" | "put back" | "touched";
  readonly project: string;
}

async function run(say: Say): Promise<readonly Result[]> {
  const sandbox = await largeAccount(size, { lacking: 0, requestRates: assumedRates, callMs });
  const call = asAdministrator(sandbox);
  await call("secretsmanager", "CreateSecret", {
    Name: "registry/everyone",
    SecretString: '{"username":"ci","password":"canary-x"}',
    ClientRequestToken: sandbox.ids.uuid(),
    Tags: [{ Key: "pullpass/projects", Value: "prefix=new-" }],
  });
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  // The first sweep writes what it knows into the ledger.
  await sandbox.clock.advance(2 * hourMs);
  const begun = sandbox.calls.length;
  const changes = changesFrom(sandbox.clock.now().getTime());
  for (const change of changes) {
    await sandbox.clock.advance(change.atMs - sandbox.clock.now().getTime());
    await make(change, { sandbox, call });
  }
  await sandbox.clock.advance(hourMs);
  const calls = sandbox.calls.slice(begun).filter(isOfPullpass);
  await sandbox.dispose();
  const grants = secondsUntil(calls, "PutRolePolicy", changes, ["new"]);
  const repairs = secondsUntil(calls, "UpdateProject", changes, ["new", "put back"]);
  say(
    `${changes.length.toLocaleString("en")} changes, ${calls.length.toLocaleString("en")} calls of pullpass`,
  );
  return [...rows("grant", grants), ...rows("repair", repairs)];
}

function rows(what: string, { seconds, missing }: ReturnType<typeof secondsUntil>): readonly Result[] {
  const sorted = seconds.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return [
    atMost(2, { name: `busy day, change to ${what}: p50`, value: at(0.5), unit: "s" }),
    atMost(30, { name: `busy day, change to ${what}: p99`, value: at(0.99), unit: "s" }),
    atMost(0, { name: `busy day, ${what}s that did not come`, value: missing, unit: "changes" }),
  ];
}

function changesFrom(beginMs: number): readonly Change[] {
  const changes: Change[] = [];
  const add = (atMs: number) => {
    const index = changes.length;
    const kind = (["touched", "put back", "new", "touched"] as const)[index % 4] ?? "touched";
    // The projects in another order, so that a pipeline's are not all of one role.
    const existing = (index * 367) % size.projects;
    const role = existing % size.roles;
    const project = kind === "new" ? `new-${index}` : `team-${role % size.secrets}-project-${existing}`;
    changes.push({ atMs: Math.round(atMs), kind, project });
  };
  for (const [hour, [single, pipeline]] of hours.entries()) {
    const from = beginMs + hour * hourMs;
    for (let index = 0; index < pipeline; index += 1) add(from + (index * 5_000) / pipeline);
    for (let index = 0; index < single; index += 1) add(from + 60_000 + (index * (hourMs - 60_000)) / single);
  }
  return changes;
}

async function make(
  { kind, project }: Change,
  { sandbox, call }: { readonly sandbox: Sandbox; readonly call: Call },
): Promise<void> {
  const pulling = (credential: string) => ({
    registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
  });
  if (kind === "touched") {
    await call("codebuild", "UpdateProject", { name: project, description: sandbox.ids.uuid() });
  } else if (kind === "put back") {
    const team = /team-\d+/.exec(project)?.[0];
    const { environment } = projectInput(project, "", pulling(`registry/${team}`));
    await call("codebuild", "UpdateProject", { name: project, environment });
  } else {
    await call("iam", "CreateRole", { RoleName: project, AssumeRolePolicyDocument: trust });
    const role = `arn:aws:iam::${sandbox.account}:role/${project}`;
    await call("codebuild", "CreateProject", projectInput(project, role, pulling("registry/everyone")));
  }
}

/** From each change of these kinds until pullpass made that call about what it is of: a project, or the role of its name. */
function secondsUntil(
  calls: readonly RecordedCall[],
  operation: string,
  changes: readonly Change[],
  kinds: readonly Change["kind"][],
) {
  const made = Map.groupBy(
    calls.filter((call) => call.operation === operation && call.outcome === "ok"),
    ({ permissions: [permission] }) => permission?.resource.split("/").at(-1) ?? "",
  );
  const seconds: number[] = [];
  let missing = 0;
  for (const { kind, project, atMs } of changes) {
    if (!kinds.includes(kind)) continue;
    const done = made.get(project)?.find(({ at }) => at.getTime() >= atMs);
    if (done === undefined) missing += 1;
    else seconds.push((done.at.getTime() - atMs) / 1_000);
  }
  return { seconds, missing };
}
