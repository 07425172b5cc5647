/**
 * `npm run simulate -- --seeds 10000 --seed 1`: worlds from a first seed, in as many processes as there are cores. Each broken
 * promise is told with the fewest actions that break it, and how to see it again. Exit code: 0 if none broke, 1 if one
 * did, 2 for options that are not known.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Result, Task } from "./support/worker.ts";

const help = `npm run simulate -- [--seeds 100] [--seed 1] [--steps 30] [--processes ${availableParallelism()}]

Accounts in which people, pipelines, AWS and pullpass's functions do what each seed says, faults included; in the end
pullpass must have brought all in order. --seeds: how many; --seed: the first; --steps: what happens in each, at most.`;

const defaults = { seeds: 100, seed: 1, steps: 30, processes: availableParallelism() };
const { seeds, seed: first, steps, processes } = optionsIn(process.argv.slice(2));
const total = { worlds: 0, events: 0, calls: 0, faults: 0, failures: 0 };
let next = first;

await Promise.all(Array.from({ length: Math.min(processes, seeds) }, work));
const sum = Object.entries(total).map(([what, count]) => `${count.toLocaleString("en")} ${what}`);
process.stdout.write(`${sum.join(", ")}\n`);
process.exitCode = total.failures === 0 ? 0 : 1;

/** Takes one seed after another; a process that ends by itself failed that seed, and another takes its place. */
async function work(): Promise<void> {
  let child: ChildProcess | undefined;
  while (next < first + seeds) {
    const seed = next++;
    child ??= fork(join(import.meta.dirname, "support/worker.ts"), {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const answer = await ask(child, { seed, steps });
    if (typeof answer === "string") child = undefined;
    add(seed, answer);
  }
  child?.disconnect();
}

/** The result, or what the process said when it ended instead. */
function ask(child: ChildProcess, task: Task): Promise<Result | string> {
  return new Promise((resolve) => {
    let errors = "";
    const hear = (text: unknown) => {
      errors += String(text);
    };
    const end = () => done(errors || "its process ended");
    const done = (answer: Result | string) => {
      child.stderr?.off("data", hear);
      child.off("close", end);
      resolve(answer);
    };
    child.stderr?.on("data", hear);
    child.once("close", end);
    child.once("message", (result: Result) => done(result));
    child.send(task);
  });
}

function add(seed: number, result: Result | string): void {
  total.worlds += 1;
  const story =
    typeof result === "string"
      ? `${result}\nAgain: npm run simulate -- --seed ${seed} --seeds 1 --steps ${steps}`
      : result.story;
  if (typeof result !== "string") {
    for (const what of ["events", "calls", "faults"] as const) total[what] += result[what];
  }
  if (story !== undefined) {
    total.failures += 1;
    process.stdout.write(`\nseed ${seed}: ${story}\n\n`);
  }
  if (total.worlds % 100 === 0 && total.worlds < seeds) {
    process.stdout.write(`${total.worlds.toLocaleString("en")} of ${seeds.toLocaleString("en")} worlds\n`);
  }
}

function optionsIn(args: readonly string[]): typeof defaults {
  const options = {
    seeds: { type: "string" },
    seed: { type: "string" },
    steps: { type: "string" },
    processes: { type: "string" },
    help: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      process.exit(0);
    }
    const number = (name: keyof typeof defaults) => wholeNumber(name, values[name]);
    return {
      seeds: number("seeds"),
      seed: number("seed"),
      steps: number("steps"),
      processes: number("processes"),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}\n`);
    process.exit(2);
  }
}

function wholeNumber(name: keyof typeof defaults, text: string | undefined): number {
  if (text === undefined) return defaults[name];
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number from 1: ${text} is none.`);
}
