/** What an hour costs in which nothing changes: the calls and invocations of all functions, the sweep's own among them. */
import { invocations, type Sandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { atMost, type Benchmark } from "../benchmark.ts";
import { largeAccount, region, type Size } from "../large-account.ts";

const size: Size = { projects: 5_000, secrets: 1_000, roles: 3_000 };

export const benchmark: Benchmark = {
  about: "an hourly sweep of a large account in which nothing changed",
  async run(say) {
    const sandbox = await largeAccount(size);
    await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
    say(`${size.projects} projects, ${size.secrets} secrets, ${size.roles} roles`);
    const first = await hour(sandbox);
    say(`the first sweep, which repairs: ${first.calls} calls, ${first.invocations} invocations`);
    const line = await hour(sandbox);
    say(`the hour after, with what the first sweep left in its line: ${line.calls} calls`);
    const { calls, policies, invocations: runs, seconds } = await hour(sandbox);
    say(
      `an hour in which nothing changed: ${seconds.toFixed(1)} seconds of processor, sandbox and functions together`,
    );
    await sandbox.dispose();
    return [
      atMost(500, { name: "hourly sweep, nothing changed: calls", value: calls, unit: "calls" }),
      atMost(5, { name: "hourly sweep, nothing changed: invocations", value: runs, unit: "invocations" }),
      // Each once a day, by a hash of its name: of 1,000 there are 42 an hour, and chance adds a few.
      atMost(Math.ceil((size.secrets / 24) * 1.5), {
        name: "hourly sweep, nothing changed: resource policies",
        value: policies,
        unit: "calls",
      }),
      atMost(60, { name: "hourly sweep, nothing changed: seconds of processor", value: seconds, unit: "s" }),
    ];
  },
};

async function hour(sandbox: Sandbox) {
  const processor = process.cpuUsage();
  const before = { calls: sandbox.calls.length, invocations: invocations(sandbox).length };
  await sandbox.clock.advance(3_600_000);
  await sandbox.settle(1_000_000);
  const calls = sandbox.calls
    .slice(before.calls)
    .filter(({ principal }) => principal.includes(":assumed-role/pullpass-"));
  const { user, system } = process.cpuUsage(processor);
  const seconds = (user + system) / 1_000_000;
  const policies = calls.filter(({ operation }) => operation === "GetResourcePolicy").length;
  return {
    calls: calls.length,
    policies,
    seconds,
    invocations: invocations(sandbox).length - before.invocations,
  };
}
