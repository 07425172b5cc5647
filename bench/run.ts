/** `npm run bench -- NAME`: one benchmark, by its file's name. */
import { auditBenchmark } from "./audit.ts";
import { costBenchmark } from "./cost.ts";
import { eventsBenchmark } from "./events.ts";
import { reportBenchmark } from "./report.ts";

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  audit: auditBenchmark,
  cost: costBenchmark,
  events: eventsBenchmark,
  report: reportBenchmark,
};

const [name = ""] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  process.stderr.write(`Name a benchmark: ${Object.keys(benchmarks).join(", ")}\n`);
  process.exitCode = 2;
} else {
  await benchmark();
}
