/**
 * `npm run test:mutants`: breaks pullpass in one place at a time, in a copy of the tree, and tells which tests notice. Exit code: 0
 * if each mutant was caught, 1 if one survived or the tests fail without any, 2 for options that are not known.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Asked, type Caught, catchMutant, simulate } from "./catch.ts";
import { copyTree } from "./copy-tree.ts";
import type { Mutant } from "./mutant.ts";
import { areas, mutants } from "./mutants.ts";
import { tableOf } from "./table.ts";

const help = `npm run test:mutants -- [--only NAME] [--seeds 10] [--jobs 1] [--quick | --simulation]

--only: this mutant alone, as often as it is given; also all of an area ("ledger conditions"). --seeds: of the simulation, for
each. --jobs: how many at a time. --quick: asks crash matrix and tests only about what the simulation did not catch.
--simulation: asks nothing else.`;

const { chosen, seeds, jobs, asked } = optionsIn(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), "pullpass-mutants-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const trees = await Promise.all(
  Array.from({ length: jobs }, (_, job) => copyTree(join(folder, String(job)))),
);
if (!(await simulate(trees[0] ?? "", seeds))) throw new Error("Without any mutant the simulation fails");
const caught = new Map<string, Caught>();
const waiting = [...chosen];
await Promise.all(trees.map(work));
process.stdout.write(`\n${tableOf(chosen, caught)}`);
process.exitCode = chosen.every(({ name }) => isCaught(caught.get(name))) ? 0 : 1;

async function work(tree: string): Promise<void> {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const result = await catchMutant(mutant, { tree, seeds, asked });
    caught.set(mutant.name, result);
    const by = Object.entries(result).flatMap(([suite, isSo]) => (isSo === true ? [suite] : []));
    process.stdout.write(`${mutant.name.padEnd(30)} ${by.length === 0 ? "survives" : by.join(", ")}\n`);
  }
}

function isCaught(result: Caught | undefined): boolean {
  return result?.simulation === true || result?.crashes === true || result?.tests === true;
}

interface Options {
  readonly chosen: readonly Mutant[];
  readonly seeds: number;
  readonly jobs: number;
  readonly asked: Asked;
}

function optionsIn(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        seeds: { type: "string" },
        jobs: { type: "string" },
        quick: { type: "boolean" },
        simulation: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      process.exit(0);
    }
    return {
      chosen: values.only?.flatMap(named) ?? mutants,
      seeds: wholeNumber("seeds", values.seeds ?? "10"),
      jobs: wholeNumber("jobs", values.jobs ?? "1"),
      asked: values.simulation ? "simulation" : values.quick ? "until caught" : "all",
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}\n`);
    process.exit(2);
  }
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
