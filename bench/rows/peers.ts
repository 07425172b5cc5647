/**
 * An audit beside scripts that ask for the same in the same account, and beside tools that read it for other questions, where they are
 * installed. A script makes one call after the other, so what it takes at 10 ms a call is told by how many it makes; the others are run.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { listen, type Sandbox } from "@pullpass/sandbox";
import { atLeast, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { builtCommand } from "../built-command.ts";
import { largeAccount, region, type Size } from "../large-account.ts";
import { timeOf, tools } from "../peers/tools.ts";
import { runProcess } from "../run-process.ts";

const size: Size = { projects: 5_000, secrets: 1_000, roles: 3_000 };

/** How many times as long as the audit each takes at least. */
const least = { 0: 3, 10: 10 } as const;
type Delay = keyof typeof least;

const scripts = {
  "a script that asks nothing twice": ["bench/peers/script.ts", "--memoize"],
  "a script, one by one": ["bench/peers/script.ts"],
} as const;

export const benchmark: Benchmark = {
  about: "an audit beside scripts that ask for the same, and beside Cloud Custodian and Prowler if installed",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const sandbox = await largeAccount(size);
  let delay: Delay = 0;
  sandbox.before(async () => {
    if (delay > 0) await setTimeout(delay);
  });
  const at = <T>(ms: Delay, act: (environment: Environment) => Promise<T>) => {
    delay = ms;
    return during(sandbox, act);
  };
  const command = await builtCommand();
  const audit = (environment: Environment) => runProcess([command, "audit", "--format", "json"], environment);
  const audits = { 0: await at(0, audit), 10: await at(10, audit) };
  const seconds = { 0: audits[0].ran.seconds, 10: audits[10].ran.seconds };
  say(line("audit", audits[0].calls, seconds));
  const results: Result[] = [];
  const add = (name: string, calls: number, took: Took) => {
    say(line(name, calls, took));
    for (const ms of [0, 10] as const) {
      const value = (took[ms] ?? Number.NaN) / seconds[ms];
      if (took[ms] !== undefined)
        results.push(
          atLeast(least[ms], { name: `audit, at ${ms} ms: ${name}`, value, unit: "times as fast" }),
        );
    }
  };
  for (const [name, args] of Object.entries(scripts)) {
    const { ran, calls } = await at(0, (environment) => runProcess(args, environment));
    add(name, calls, { 0: ran.seconds, 10: ran.seconds + calls / 100 });
  }
  const output = await mkdtemp(join(tmpdir(), "pullpass-peers-"));
  for (const tool of tools) {
    const took: Took = {};
    let calls = 0;
    for (const ms of tool.delays) {
      const measured = await at(ms, (environment) => timeOf(tool, output, environment));
      if (measured.ran !== undefined) took[ms] = measured.ran;
      calls = measured.calls;
    }
    if (took[0] === undefined) say(`${tool.name} is not installed: ${tool.install}`);
    else add(tool.name, calls, took);
  }
  await rm(output, { recursive: true, force: true });
  await sandbox.dispose();
  return results;
}

type Took = { [ms in Delay]?: number };
type Environment = Readonly<Record<string, string>>;

function line(name: string, calls: number, took: Took): string {
  const times = Object.entries(took).map(([ms, seconds]) => `${seconds.toFixed(1)} s at ${ms} ms a call`);
  return `${name}: ${calls.toLocaleString("en")} calls, ${times.join(", ")}`;
}

/** While the account listens on loopback; and how many calls came. */
async function during<T>(sandbox: Sandbox, act: (environment: Environment) => Promise<T>) {
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const before = sandbox.calls.length;
  const ran = await act({
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "bench",
  }).finally(close);
  return { ran, calls: sandbox.calls.length - before };
}
