/**
 * `npm run test:mutants`: breaks pullpass in one place at a time, in a copy of the tree, and tells which tests notice. Exit code: 0
 * if each mutant was caught, 1 if one survived or the tests fail without any, 2 for options that are not known.
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Asked, type Caught, catchMutant, isCaught, isKnown } from "./catch.ts";
import { copyTree } from "./copy-tree.ts";
import type { Mutant } from "./mutant.ts";
import { areas, mutants } from "./mutants.ts";
import { startSimulator } from "./simulated.ts";
import { tableOf } from "./table.ts";

const help = `npm run test:mutants -- [--only NAME] [--seeds 10] [--cases 9] [--jobs 1] [--keep FILE]
  [--quick | --stories | --simulation | --crashes | --tests]

--only: this mutant alone, as often as it is given; also all of an area ("ledger conditions"). --seeds: of the simulation, for
each. --cases: of the crash matrix, for each. --jobs: how many at a time. --keep: there each result is added at once, and what it has
already is not asked again. --quick: asks the crash matrix only about what the simulation did not catch, and the tests about what neither
did. --simulation: asks nothing else. --stories: asks only its stories, and no seed. --crashes: asks only the tests that die at every call. --tests: asks only the files that the mutant
names.`;

const { chosen, seeds, cases, jobs, asked, keep } = optionsIn(process.argv.slice(2));
const caught = keep === undefined ? new Map<string, Caught>() : keptIn(keep);
const waiting = chosen.filter(({ name }) => !isKnown(caught.get(name) ?? {}, asked));
if (waiting.length > 0) await runAll();
process.stdout.write(`\n${tableOf(chosen, caught)}`);
process.exitCode = chosen.every(({ name }) => isCaught(caught.get(name) ?? {})) ? 0 : 1;

async function runAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-mutants-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  await Promise.all(Array.from({ length: jobs }, (_, job) => work(join(folder, String(job)))));
}

async function work(folder: string): Promise<void> {
  const tree = await copyTree(folder);
  const simulator = startSimulator();
  process.once("exit", simulator.end);
  if (asked !== "tests" && asked !== "crashes") {
    const whole = await simulator.ask({ mutant: undefined, seeds, cases, isOneEnough: true });
    if (whole.simulation || whole.matrix === true)
      throw new Error(`Without any mutant the simulation fails: ${whole.wrong}`);
  }
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const result = await catchMutant(mutant, { tree, simulator, seeds, cases, asked });
    caught.set(mutant.name, { ...caught.get(mutant.name), ...result });
    if (keep !== undefined) appendFileSync(keep, `${JSON.stringify([mutant.name, result])}\n`);
    const by = Object.entries(result).flatMap(([suite, isSo]) => (isSo === true ? [suite] : []));
    process.stdout.write(`${mutant.name.padEnd(30)} ${by.length === 0 ? "survives" : by.join(", ")}\n`);
  }
  simulator.end();
}

/** What several runs asked about a mutant adds up. */
function keptIn(file: string): Map<string, Caught> {
  const kept = new Map<string, Caught>();
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  for (const line of lines.filter((each) => each !== "")) {
    const [name, result]: [string, Caught] = JSON.parse(line);
    kept.set(name, { ...kept.get(name), ...result });
  }
  return kept;
}

interface Options {
  readonly chosen: readonly Mutant[];
  readonly seeds: number;
  readonly cases: number;
  readonly jobs: number;
  readonly asked: Asked;
  readonly keep: string | undefined;
}

function optionsIn(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        seeds: { type: "string" },
        cases: { type: "string" },
        jobs: { type: "string" },
        keep: { type: "string" },
        quick: { type: "boolean" },
        stories: { type: "boolean" },
        simulation: { type: "boolean" },
        crashes: { type: "boolean" },
        tests: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      process.exit(0);
    }
    return {
      chosen: values.only?.flatMap(named) ?? mutants,
      seeds: values.stories ? 0 : wholeNumber("seeds", values.seeds ?? "10"),
      cases: wholeNumber("cases", values.cases ?? "9"),
      keep: values.keep,
      jobs: wholeNumber("jobs", values.jobs ?? "1"),
      asked: askedBy(values),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}\n`);
    process.exit(2);
  }
}

function askedBy(
  values: Partial<Record<"stories" | "simulation" | "crashes" | "tests" | "quick", boolean>>,
): Asked {
  if (values.simulation || values.stories) return "simulation";
  if (values.crashes) return "crashes";
  if (values.tests) return "tests";
  return values.quick ? "until caught" : "all";
}

function named(name: string): readonly Mutant[] {
  const found = areas[name] ?? mutants.filter((mutant) => mutant.name === name);
  if (found.length === 0) throw new Error(`No mutant is called ${name}.`);
  return found;
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number from 1: ${text} is none.`);
}
