/** What one sweep and one event of each kind call, in the sandbox account with pullpass deployed. */
import { invocations, type Sandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { asAdministrator, isOfPullpass } from "../callers.ts";
import { largeAccount, region, type Size } from "../large-account.ts";

/** Calls by `service:Operation`, and how often functions ran. */
export interface Usage {
  readonly calls: ReadonlyMap<string, number>;
  readonly invocations: number;
  /** Of processor, functions and sandbox together. */
  readonly seconds: number;
}

export interface Measured {
  /** When nothing changed. */
  readonly sweep: Usage;
  readonly projectChanged: Usage;
  readonly secretTagged: Usage;
}

const sweepMinutes = 60;

/** Measured once a size, whoever asks. */
export function measure(size: Size): Promise<Measured> {
  const key = JSON.stringify(size);
  const measured = known.get(key) ?? measureAnew(size);
  known.set(key, measured);
  return measured;
}

const known = new Map<string, Promise<Measured>>();

async function measureAnew(size: Size): Promise<Measured> {
  const sandbox = await largeAccount(size);
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes });
  const call = asAdministrator(sandbox);
  const anHour = () => sandbox.clock.advance(sweepMinutes * 60_000);
  // The first sweep repairs, and the hour after it takes what that left in its line.
  for (let hours = 0; hours < 2; hours += 1) await during(sandbox, anHour);
  const sweep = await during(sandbox, anHour);
  const projectChanged = await during(sandbox, () =>
    call("codebuild", "UpdateProject", { name: "team-1-project-1", description: "again" }),
  );
  const secretTagged = await during(sandbox, () =>
    call("secretsmanager", "TagResource", {
      SecretId: "registry/team-1",
      Tags: [{ Key: "pullpass/projects", Value: "prefix=team-1- web" }],
    }),
  );
  await sandbox.dispose();
  return { sweep, projectChanged, secretTagged };
}

async function during(sandbox: Sandbox, act: () => Promise<unknown>): Promise<Usage> {
  const calls = sandbox.calls.length;
  const runs = invocations(sandbox).length;
  const processor = process.cpuUsage();
  await act();
  await sandbox.settle(1_000_000);
  const { user, system } = process.cpuUsage(processor);
  const made = sandbox.calls.slice(calls).filter(isOfPullpass);
  const byApi = Map.groupBy(made, ({ service, operation }) => `${service}:${operation}`);
  return {
    calls: new Map([...byApi].map(([api, list]) => [api, list.length])),
    invocations: invocations(sandbox).length - runs,
    seconds: (user + system) / 1_000_000,
  };
}
