/**
 * `npm run test:steady`: the tests again and again on a busy machine, their files in another order each time, and what
 * differed. `--runs 3` sets how often, `--seed 5` with which order it begins, `--reports FOLDER` where each run's report
 * is left; all else is for vitest, such as the files.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { differences, type Outcomes, outcomesIn } from "./outcomes.ts";

const { values, tokens } = parseArgs({
  options: {
    runs: { type: "string", default: "10" },
    seed: { type: "string" },
    reports: { type: "string" },
  },
  strict: false,
  tokens: true,
});
const runs = wholeNumber("runs", values.runs);
const firstSeed = wholeNumber("seed", values.seed ?? String(1 + Math.floor(Math.random() * 1_000_000)));
/** All that is not ours, as it was written. */
const own = tokens.flatMap((token) =>
  token.kind === "option" && ["runs", "seed", "reports"].includes(token.name)
    ? token.inlineValue
      ? [token.index]
      : [token.index, token.index + 1]
    : [],
);
const forVitest = process.argv.slice(2).filter((_, index) => !own.includes(index));

const temporary = await mkdtemp(join(tmpdir(), "pullpass-steady-"));
const folder = typeof values.reports === "string" ? values.reports : temporary;
const loops = Array.from({ length: availableParallelism() }, () => busyLoop());
try {
  const all: Outcomes[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await oneRun(run));
  const found = differences(all);
  process.stdout.write(`\n${found.join("\n")}\n`);
  process.exitCode = all.every(({ hasFailed }) => !hasFailed) ? 0 : 1;
} finally {
  for (const loop of loops) loop.kill("SIGKILL");
  await rm(temporary, { recursive: true });
}

async function oneRun(run: number): Promise<Outcomes> {
  const seed = firstSeed + run;
  const order = ["--sequence.shuffle.files", `--sequence.seed=${seed}`];
  const again = ["npm test --", ...order, ...forVitest].join(" ");
  process.stdout.write(`\n▸ run ${run + 1} of ${runs}: ${again}\n`);
  const report = join(folder, `${run}.json`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const vitest = ["node_modules/vitest/vitest.mjs", "run", ...order, ...reporters, ...forVitest];
  const child = spawn(process.execPath, vitest, { stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "close");
  const text = await readFile(report, "utf8").catch(() => undefined);
  return outcomesIn(text, again, code !== 0);
}

/** Keeps a core busy until this process ends, in whatever way: then its input ends. */
function busyLoop(): ChildProcess {
  const code = `
    process.stdin.on("end", () => process.exit()).resume();
    (function work() {
      const until = performance.now() + 50;
      while (performance.now() < until);
      setImmediate(work);
    })();`;
  return spawn(process.execPath, ["--eval", code], { stdio: ["pipe", "ignore", "ignore"] });
}

function wholeNumber(name: string, text: string | boolean | undefined): number {
  if (typeof text === "string" && /^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number from 1 on.`);
}
