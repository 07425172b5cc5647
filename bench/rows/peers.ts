/** An audit beside what a script asks for the same, in the same account, at no delay and at 10 ms a call. */
import { setTimeout } from "node:timers/promises";
import { listen, type Sandbox } from "@pullpass/sandbox";
import { atLeast, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { builtCommand } from "../built-command.ts";
import { largeAccount, region, type Size } from "../large-account.ts";
import { type Ran, runProcess } from "../run-process.ts";

const size: Size = { projects: 300, secrets: 60, roles: 180 };

/** How many times as long as the audit each takes at least. */
const least = { 0: 3, 10: 10 } as const;

const scripts = {
  memoizing: ["bench/peers/script.ts", "--memoize"],
  "one by one": ["bench/peers/script.ts"],
} as const;

export const benchmark: Benchmark = {
  about: "an audit beside a script that asks one by one, and one that asks nothing twice",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const command = await builtCommand();
  const sandbox = await largeAccount(size);
  let delay: 0 | 10 = 0;
  sandbox.before(async () => {
    if (delay > 0) await setTimeout(delay);
  });
  const results: Result[] = [];
  for (delay of [0, 10] as const) {
    const audit = await ranIn(sandbox, [command, "audit", "--format", "json"]);
    say(`at ${delay} ms a call: audit ${audit.seconds.toFixed(1)} s, ${audit.calls} calls`);
    for (const [name, args] of Object.entries(scripts)) {
      const script = await ranIn(sandbox, args);
      say(`  ${name} ${script.seconds.toFixed(1)} s, ${script.calls} calls: ${script.output.trim()}`);
      results.push(
        atLeast(least[delay], {
          name: `audit at ${delay} ms, against a script ${name}`,
          value: script.seconds / audit.seconds,
          unit: "times as fast",
        }),
      );
    }
  }
  await sandbox.dispose();
  return results;
}

async function ranIn(sandbox: Sandbox, args: readonly string[]): Promise<Ran & { readonly calls: number }> {
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const before = sandbox.calls.length;
  const ran = await runProcess(args, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "bench",
  }).finally(close);
  return { ...ran, calls: sandbox.calls.length - before };
}
