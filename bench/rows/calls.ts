/** What one event, one repair and a first sweep call: counted, and the same each time. `tests/cost` holds them as tests. */
import { invocations } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { atMost, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { asAdministrator, type Call } from "../callers.ts";
import { firstSweep } from "../cost/first-sweep.ts";
import { largeAccount, projectInput, region, trust } from "../large-account.ts";
import { runCommand } from "../run-command.ts";

export const benchmark: Benchmark = {
  about: "the calls of one event of each kind, of a repair, of a first sweep, of plan --all and of explain",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const results = [...(await events()), ...(await commands())];
  say("a role of 1,000 projects that all are to be rewritten …");
  const projects = 1_000;
  const { calls, normalized, dispose } = await firstSweep(projects);
  await dispose();
  say(`${normalized} were rewritten, with ${calls.length} calls`);
  return [
    ...results,
    atMost(5, { name: "first sweep, a project", value: calls.length / normalized, unit: "calls" }),
  ];
}

async function events(): Promise<readonly Result[]> {
  const [few, many] = [await eventsIn(20), await eventsIn(200)];
  const { plain, well, again, repair, secret, key, usedKey } = many;
  return [
    atMost(2, { name: "project without a credential", value: plain.calls, unit: "calls" }),
    atMost(1, {
      name: "project without a credential: invocations",
      value: plain.invocations,
      unit: "invocations",
    }),
    atMost(12, { name: "project, nothing wrong", value: well.calls, unit: "calls" }),
    atMost(2, { name: "project, nothing wrong: DynamoDB", value: well.dynamodb, unit: "calls" }),
    atMost(9, { name: "project, nothing wrong, once more", value: again.calls, unit: "calls" }),
    atMost(20, { name: "repair with a customer managed key", value: repair.calls, unit: "calls" }),
    atMost(17, { name: "secret that one project names", value: secret.calls, unit: "calls" }),
    atMost(0, {
      name: "the same, in ten times the account: more",
      value: secret.calls - few.secret.calls,
      unit: "calls",
    }),
    atMost(5, { name: "key that no secret is under", value: key.calls, unit: "calls" }),
    // Five and two for the secret, beside the look at a project with which all is well.
    atMost(5 + 2 + 12, {
      name: "key that one project's secret is under",
      value: usedKey.calls,
      unit: "calls",
    }),
    atMost(0, {
      name: "the same, in ten times the account: more",
      value: usedKey.calls - few.usedKey.calls,
      unit: "calls",
    }),
  ];
}

/** In an account of so many other projects, on a role of their own. */
async function eventsIn(others: number) {
  const sandbox = await largeAccount({ projects: others, secrets: 10, roles: 10 }, { lacking: 0 });
  const call = asAdministrator(sandbox);
  const roleOf = (name: string) => `arn:aws:iam::${sandbox.account}:role/${name}`;
  const project = (name: string, credential?: string) =>
    projectInput(name, roleOf(name), {
      ...(credential !== undefined && {
        registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
      }),
    });
  const secret = (Name: string, more: object = {}) =>
    call("secretsmanager", "CreateSecret", {
      Name,
      SecretString: '{"username":"ci","password":"canary-x"}',
      ClientRequestToken: sandbox.ids.uuid(),
      Tags: [{ Key: "pullpass/projects", Value: "all" }],
      ...more,
    });
  for (const RoleName of ["plain", "well", "broken"])
    await call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: trust });
  const [used, unused] = [await keyOf(call), await keyOf(call)];
  await secret("hub");
  await secret("keyed", { KmsKeyId: used });
  await call("codebuild", "CreateProject", project("plain"));
  await call("codebuild", "CreateProject", project("well", "hub"));
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  const pass = async (minutes: number) => {
    await sandbox.clock.advance(minutes * 60_000);
    await sandbox.settle(1_000_000);
  };
  await pass(90);
  const during = async (act: () => Promise<unknown>) => {
    const [calls, runs] = [sandbox.calls.length, invocations(sandbox).length];
    await act();
    await sandbox.settle(1_000_000);
    const made = sandbox.calls
      .slice(calls)
      .filter(({ principal }) => /:assumed-role\/pullpass-(?!registry)/.test(principal));
    const ran = invocations(sandbox).slice(runs);
    return {
      calls: made.length,
      dynamodb: made.filter(({ service }) => service === "dynamodb").length,
      invocations: ran.filter((each) => /ingest|reconcile/.test(each.function)).length,
    };
  };
  const touched = (name: string) => () =>
    call("codebuild", "UpdateProject", { name, description: sandbox.ids.uuid() });
  const measured = {
    plain: await during(touched("plain")),
    well: await during(touched("well")),
    again: await during(touched("well")),
    secret: await during(() =>
      call("secretsmanager", "TagResource", { SecretId: "hub", Tags: [{ Key: "team", Value: "web" }] }),
    ),
    key: await during(() => call("kms", "EnableKey", { KeyId: unused })),
    repair: await during(() => call("codebuild", "CreateProject", project("broken", "keyed"))),
  };
  await pass(20);
  const usedKey = await during(() => call("kms", "EnableKey", { KeyId: used }));
  await sandbox.dispose();
  return { ...measured, usedKey };
}

async function commands(): Promise<readonly Result[]> {
  const sandbox = await largeAccount({ projects: 500, secrets: 100, roles: 300 });
  const callsOf = async (...args: readonly string[]) => {
    const { calls, output } = await runCommand(sandbox, args);
    if (calls.length === 0 || output === "") throw new Error(`pullpass ${args.join(" ")} told nothing`);
    return calls.length;
  };
  const audit = await callsOf("audit", "--format", "json");
  const plan = await callsOf("plan", "--all", "--format", "json");
  const explain = await callsOf("explain", "team-0-project-0");
  await sandbox.dispose();
  return [
    atMost(audit, { name: "plan --all, beside the audit's", value: plan, unit: "calls" }),
    atMost(15, { name: "explain", value: explain, unit: "calls" }),
  ];
}

async function keyOf(call: Call): Promise<string> {
  const made: unknown = await call("kms", "CreateKey", {});
  const metadata: unknown = Reflect.get(Object(made), "KeyMetadata");
  return String(Reflect.get(Object(metadata), "Arn"));
}
