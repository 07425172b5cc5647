/** A process of its own, for its memory and time are not those of who measures it. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
  /** What its threads worked, whoever else used the machine meanwhile. */
  readonly processorSeconds: number;
  /** The most memory that the process took, garbage included. */
  readonly peakMegabytes: number;
  /** The most heap that a full collection left. */
  readonly liveMegabytes: number;
}

/** Runs `node` with these arguments. @throws Error if it does not come to its end */
export async function runProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(tell)}`, ...args],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } },
  );
  const [output, said] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  const seconds = (performance.now() - startedAt) / 1_000;
  const [, worked, peak, live] = /worked (\d+) peak (\d+) live (\d+)/.exec(said) ?? [];
  if (worked === undefined) throw new Error(`${args.join(" ")} failed: ${said}`);
  return {
    code: child.exitCode,
    output,
    seconds,
    processorSeconds: Number(worked) / 1e6,
    peakMegabytes: Number(peak) / 1e6,
    liveMegabytes: Number(live) / 1e6,
  };
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

function exit(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => child.on("error", reject).on("close", () => resolve()));
}
