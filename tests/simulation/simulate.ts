/**
 * `npm run simulate -- --seeds 10000 --seed 1`: worlds from a first seed, in as many processes as there are cores. Each broken
 * promise is told with the fewest actions that break it, and how to see it again. Exit code: 0 if none broke, 1 if one
 * did, 2 for options that are not known.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { counted } from "../../packages/cli/src/render/audit/html/words.ts";
import { stories } from "./support/stories/index.ts";
import type { Result, Task } from "./support/worker.ts";

const help = `npm run simulate -- [--seeds 100] [--seed 1] [--steps 30] [--processes ${availableParallelism()}] [--stories]
  [--first-failure]
npm run simulate -- --load 5000

Accounts in which people, pipelines, AWS and pullpass's functions do what each seed says, faults included; in the end
pullpass must have brought all in order. --seeds: how many; --seed: the first; --steps: what happens in each, at most. --stories: before them the crash matrix' stories, without trouble. --first-failure: ends with the first broken
promise, and does not look for the fewest actions that break it. --load: instead of all that, so many changes of projects within a minute,
a fiftieth of them on one role.`;

const defaults = { seeds: 100, seed: 1, steps: 30, processes: availableParallelism() };
const {
  seeds,
  seed: first,
  steps,
  processes,
  isFirstEnough,
  withStories,
  load,
} = optionsIn(process.argv.slice(2));
if (load !== undefined) process.exit(await tellLoad(load));
const total = { world: 0, event: 0, call: 0, fault: 0, failure: 0 };
const tasks: Task[] = [
  ...(withStories ? stories.map(({ name }) => ({ name })) : []),
  ...Array.from({ length: seeds }, (_, index) => ({ seed: first + index, steps, isShort: !isFirstEnough })),
];
const count = tasks.length;

await Promise.all(Array.from({ length: Math.min(processes, count) }, work));
const sum = Object.entries(total).map(([what, count]) => counted(count, what));
process.stdout.write(`${sum.join(", ")}\n`);
process.exitCode = total.failure === 0 ? 0 : 1;

/** The exit code. */
async function tellLoad(changes: number): Promise<number> {
  let end = async () => {};
  const onOneRole = Math.ceil(changes / 50);
  const atEnd = (ends: typeof end) => {
    end = ends;
  };
  // The worlds are in other processes: this one reads the AWS SDK for a load alone.
  const { underLoad } = await import("./support/load.ts");
  const told = await underLoad({ changes, onOneRole, atEnd });
  await end();
  const { unsettled, atOnce, dead, ages, seconds } = told;
  process.stdout.write(
    [
      `${counted(changes, "change")} within a minute, ${onOneRole.toLocaleString("en")} on one role: nothing waited any more after ${seconds} s`,
      `work waited ${ages.longest} s at most, half of it no longer than ${ages.median} s`,
      `${counted(unsettled.length, "project")} not settled, ${counted(atOnce.length, "role")} worked on twice at once, ${counted(dead, "message")} dead`,
      "",
    ].join("\n"),
  );
  return unsettled.length + atOnce.length + dead === 0 ? 0 : 1;
}

/** Takes one task after another; a process that ends by itself failed that task, and another takes its place. */
async function work(): Promise<void> {
  let child: ChildProcess | undefined;
  while (!(isFirstEnough && total.failure > 0)) {
    const task = tasks.shift();
    if (task === undefined) break;
    child ??= fork(join(import.meta.dirname, "support/worker.ts"), {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const answer = await ask(child, task);
    if (typeof answer === "string") child = undefined;
    add(task, answer);
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

function add(task: Task, result: Result | string): void {
  total.world += 1;
  const story =
    typeof result === "string"
      ? `${result}\nAgain: npm run simulate -- ${"seed" in task ? `--seed ${task.seed}` : "--stories"} --seeds 1 --steps ${steps}`
      : result.story;
  if (typeof result !== "string") {
    total.event += result.events;
    total.call += result.calls;
    total.fault += result.faults;
  }
  if (story !== undefined) {
    total.failure += 1;
    process.stdout.write(`\n${"seed" in task ? `seed ${task.seed}` : task.name}: ${story}\n\n`);
  }
  if (total.world % 100 === 0 && total.world < count) {
    process.stdout.write(`${total.world.toLocaleString("en")} of ${counted(count, "world")}\n`);
  }
}

function optionsIn(args: readonly string[]): typeof defaults & {
  readonly isFirstEnough: boolean;
  readonly withStories: boolean;
  readonly load: number | undefined;
} {
  const options = {
    seeds: { type: "string" },
    seed: { type: "string" },
    steps: { type: "string" },
    processes: { type: "string" },
    "first-failure": { type: "boolean" },
    stories: { type: "boolean" },
    load: { type: "string" },
    help: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      process.exit(0);
    }
    const number = (name: keyof typeof defaults) =>
      values[name] === undefined ? defaults[name] : wholeNumber(name, values[name]);
    return {
      seeds: number("seeds"),
      seed: number("seed"),
      steps: number("steps"),
      processes: number("processes"),
      isFirstEnough: values["first-failure"] === true,
      withStories: values.stories === true,
      load: values.load === undefined ? undefined : wholeNumber("load", values.load),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}\n`);
    process.exit(2);
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number from 1: ${text} is none.`);
}
