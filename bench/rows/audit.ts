/** What `pullpass audit` takes for an account at its limits: calls, processor time, memory, and how these grow. */
import { atMost, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { largeAccount, type Size } from "../large-account.ts";
import { type RanCommand, runCommand } from "../run-command.ts";

const few: Size = { projects: 500, secrets: 100, roles: 300 };
const many: Size = { projects: 5_000, secrets: 1_000, roles: 3_000 };
const growth = many.projects / few.projects;

export const benchmark: Benchmark = {
  about: "pullpass audit of 500 and of 5,000 projects, 0 ms a call",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const small = await auditOf(few, say);
  const large = await auditOf(many, say);
  const more = many.projects - few.projects;
  const grown = (of: (each: RanCommand) => number) =>
    `${(((of(large) - of(small)) * 1_000) / more).toFixed(0)} kB`;
  say(`a project more takes    ${grown(({ liveMegabytes }) => liveMegabytes)} of live memory,`);
  say(`  with its share of roles and secrets; ${grown(({ peakMegabytes }) => peakMegabytes)} of peak memory`);
  const times = (of: (each: RanCommand) => number) => of(large) / of(small);
  return [
    atMost(8, { name: "audit-processor", value: large.processorSeconds, unit: "s" }),
    atMost(300, { name: "audit-memory", value: large.peakMegabytes, unit: "MB" }),
    atMost(growth, { name: "audit-growth-calls", value: times(({ calls }) => calls.length), unit: "times" }),
    atMost(growth, {
      name: "audit-growth-processor",
      value: times((each) => each.processorSeconds),
      unit: "times",
    }),
    atMost(growth, {
      name: "audit-growth-memory",
      value: times((each) => each.peakMegabytes),
      unit: "times",
    }),
  ];
}

async function auditOf(size: Size, say: Say): Promise<RanCommand> {
  say(`making ${size.projects} projects, ${size.secrets} secrets and ${size.roles} roles …`);
  const sandbox = await largeAccount(size);
  const ran = await runCommand(sandbox, ["audit", "--format", "json"]);
  await sandbox.dispose();
  say(`pullpass audit ended with ${ran.code} after ${ran.seconds.toFixed(1)} s`);
  say(`  processor            ${ran.processorSeconds.toFixed(1)} s`);
  say(`  peak memory          ${ran.peakMegabytes.toFixed(0)} MB, garbage included`);
  say(`  live memory          ${ran.liveMegabytes.toFixed(0)} MB of heap at most, after a collection`);
  say(`  report               ${(ran.output.length / 1e6).toFixed(1)} MB of JSON`);
  say(`  calls                ${ran.calls.length}`);
  const byApi = Map.groupBy(ran.calls, ({ service, operation }) => `${service}:${operation}`);
  for (const [api, list] of [...byApi].sort(([, a], [, b]) => b.length - a.length)) {
    say(`    ${String(list.length).padStart(6)}  ${api}`);
  }
  return ran;
}
