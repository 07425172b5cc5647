/** `pullpass` in a process of its own against a sandbox, for the account's memory and time are not the command's. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { listen, type RecordedCall, type Sandbox } from "@pullpass/sandbox";
import { region } from "./large-account.ts";

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly calls: readonly RecordedCall[];
  readonly seconds: number;
  /** What its threads worked, whoever else used the machine meanwhile. */
  readonly processorSeconds: number;
  /** The most memory that the process took, garbage included. */
  readonly peakMegabytes: number;
  /** The most heap that a full collection left. */
  readonly liveMegabytes: number;
}

const tell = `import { constants, PerformanceObserver } from "node:perf_hooks";
let live = 0;
new PerformanceObserver((list) => {
  if (list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR))
    live = Math.max(live, process.memoryUsage().heapUsed);
}).observe({ entryTypes: ["gc"] });
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(\`\\nworked \${user + system} peak \${process.resourceUsage().maxRSS * 1024} live \${live}\\n\`);
});`;

/** @throws Error if the command fails */
export async function runCommand(sandbox: Sandbox, args: readonly string[]): Promise<Ran> {
  return runScript(sandbox, ["packages/cli/src/main.ts", ...args]);
}

/** Any script of the repository. @throws Error if it fails */
async function runScript(sandbox: Sandbox, args: readonly string[]): Promise<Ran> {
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const before = sandbox.calls.length;
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(tell)}`, ...args],
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
  const [output, said] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  const seconds = (performance.now() - startedAt) / 1_000;
  await close();
  const [, worked, peak, live] = /worked (\d+) peak (\d+) live (\d+)/.exec(said) ?? [];
  if (worked === undefined) throw new Error(`${args.join(" ")} failed: ${said}`);
  return {
    code: child.exitCode,
    output,
    calls: sandbox.calls.slice(before),
    seconds,
    processorSeconds: Number(worked) / 1e6,
    peakMegabytes: Number(peak) / 1e6,
    liveMegabytes: Number(live) / 1e6,
  };
}

function exit(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => child.on("error", reject).on("close", () => resolve()));
}
