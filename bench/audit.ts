/** How long `pullpass audit` takes for an account at its limits, with how many calls, and with how much memory. */
import { spawn } from "node:child_process";
import { listen } from "@pullpass/sandbox";
import { largeAccount, region, type Size } from "./large-account.ts";

/** The second is an account at its limits; the first tells what of the memory grows with it. */
const sizes: readonly Size[] = [
  { projects: 500, secrets: 100, roles: 300 },
  { projects: 5_000, secrets: 1_000, roles: 3_000 },
];

export async function auditBenchmark(): Promise<void> {
  const ran: Ran[] = [];
  for (const size of sizes) ran.push(await auditOf(size));
  const [few, many] = ran;
  if (few === undefined || many === undefined) return;
  const more = many.projects - few.projects;
  const grown = (of: (each: Ran) => number) => `${(((of(many) - of(few)) * 1_000) / more).toFixed(0)} kB`;
  say(`a project more takes    ${grown(({ liveMegabytes }) => liveMegabytes)} of live memory,`);
  say(`  with its share of roles and secrets; ${grown(({ peakMegabytes }) => peakMegabytes)} of peak memory`);
}

async function auditOf(size: Size): Promise<Ran> {
  say(`making ${size.projects} projects, ${size.secrets} secrets and ${size.roles} roles …`);
  const sandbox = await largeAccount(size);
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const before = sandbox.calls.length;
  const startedAt = performance.now();
  const ended = await runAudit(url);
  const seconds = (performance.now() - startedAt) / 1_000;
  const calls = sandbox.calls.slice(before);
  const byApi = Map.groupBy(calls, ({ service, operation }) => `${service}:${operation}`);
  say(`pullpass audit ended with ${ended.code} after ${seconds.toFixed(1)} s`);
  say(`  projects per second  ${(size.projects / seconds).toFixed(0)}`);
  say(`  peak memory          ${ended.peakMegabytes.toFixed(0)} MB, garbage included`);
  say(`  live memory          ${ended.liveMegabytes.toFixed(0)} MB of heap at most, after a collection`);
  say(`  report               ${(ended.bytes / 1e6).toFixed(1)} MB of JSON`);
  say(`  calls                ${calls.length}`);
  for (const [api, list] of [...byApi].sort(([, a], [, b]) => b.length - a.length)) {
    say(`    ${String(list.length).padStart(6)}  ${api}`);
  }
  await close();
  await sandbox.dispose();
  return { ...ended, projects: size.projects };
}

interface Ended {
  readonly code: number | null;
  readonly bytes: number;
  readonly peakMegabytes: number;
  readonly liveMegabytes: number;
}

interface Ran extends Ended {
  readonly projects: number;
}

/** Tells, at its end, the most memory that the process took, and the most heap that a full collection left. */
const tell = `import { constants, PerformanceObserver } from "node:perf_hooks";
let live = 0;
new PerformanceObserver((list) => {
  if (list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR))
    live = Math.max(live, process.memoryUsage().heapUsed);
}).observe({ entryTypes: ["gc"] });
process.on("exit", () =>
  process.stderr.write(\`peak \${process.resourceUsage().maxRSS * 1024} live \${live}\\n\`));`;

/** In a process of its own, for the account's memory is not the command's. */
async function runAudit(url: string): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [
      "--import",
      `data:text/javascript,${encodeURIComponent(tell)}`,
      "packages/cli/src/main.ts",
      "audit",
      "--format",
      "json",
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: url,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "bench",
      },
    },
  );
  let bytes = 0;
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const [, peak, live] = /peak (\d+) live (\d+)/.exec(said) ?? [];
  if (code !== 0) say(said);
  return { code, bytes, peakMegabytes: Number(peak) / 1e6, liveMegabytes: Number(live) / 1e6 };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
