/** How long `pullpass audit` takes for an account at its limits, with how many calls, and with how much memory. */
import { spawn } from "node:child_process";
import { listen } from "@pullpass/sandbox";
import { largeAccount, region, type Size } from "./large-account.ts";

const size: Size = { projects: 5_000, secrets: 1_000, roles: 3_000 };

export async function auditBenchmark(): Promise<void> {
  say(`making ${size.projects} projects, ${size.secrets} secrets and ${size.roles} roles …`);
  const sandbox = await largeAccount(size);
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const before = sandbox.calls.length;
  const startedAt = performance.now();
  const { peakMegabytes, code, bytes } = await runAudit(url);
  const seconds = (performance.now() - startedAt) / 1_000;
  const calls = sandbox.calls.slice(before);
  const byApi = Map.groupBy(calls, ({ service, operation }) => `${service}:${operation}`);
  say(`pullpass audit ended with ${code} after ${seconds.toFixed(1)} s`);
  say(`  projects per second  ${(size.projects / seconds).toFixed(0)}`);
  say(`  peak memory          ${peakMegabytes.toFixed(0)} MB`);
  say(`  report               ${(bytes / 1e6).toFixed(1)} MB of JSON`);
  say(`  calls                ${calls.length}`);
  for (const [api, list] of [...byApi].sort(([, a], [, b]) => b.length - a.length)) {
    say(`    ${String(list.length).padStart(6)}  ${api}`);
  }
  await close();
  await sandbox.dispose();
}

interface Ran {
  readonly code: number | null;
  readonly bytes: number;
  readonly peakMegabytes: number;
}

/** In a process of its own, for the account's memory is not the command's. */
async function runAudit(url: string): Promise<Ran> {
  const tell =
    "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))";
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${tell}`, "packages/cli/src/main.ts", "audit", "--format", "json"],
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
  const kilobytes = Number(/peak (\d+)/.exec(said)?.[1] ?? 0);
  if (code !== 0) say(said);
  return { code, bytes, peakMegabytes: kilobytes / 1_024 };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
