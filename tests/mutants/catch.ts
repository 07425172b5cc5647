/** Which tests notice a mutant. */
import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Mutant, mutated } from "./mutant.ts";
import type { Simulator } from "./simulated.ts";

/** Absent: not asked. */
export interface Caught {
  readonly simulation?: boolean;
  readonly crashes?: boolean;
  readonly tests?: boolean;
}

/** Which suites: `until caught`, the simulation first, then the crash matrix. */
export type Asked = "all" | "until caught" | "simulation" | "crashes" | "tests";

export function isCaught({ simulation, crashes, tests }: Caught): boolean {
  return simulation === true || crashes === true || tests === true;
}

/** Is nothing left to ask? */
export function isKnown(result: Caught, asked: Asked): boolean {
  const { simulation, crashes, tests } = result;
  if (asked === "simulation") return simulation !== undefined;
  if (asked === "crashes") return crashes !== undefined;
  if (asked === "tests") return tests !== undefined;
  const isWhole = ![simulation, crashes, tests].includes(undefined);
  return isWhole || (asked === "until caught" && isCaught(result));
}

interface Where {
  /** The copy. */
  readonly tree: string;
  readonly simulator: Simulator;
  readonly seeds: number;
  /** Of the crash matrix. */
  readonly cases: number;
  readonly asked: Asked;
}

/** What dies at every call, and is to end as if it had not; the matrix' own cases the simulator goes through. */
const crashTests = ["tests/apply/crash.test.ts", "tests/apply/crash-in-dynamodb.test.ts"];

/** @throws Error where a test fails also without the mutant: then it shows nothing that it fails */
export async function catchMutant(mutant: Mutant, where: Where): Promise<Caught> {
  const { caught, failing } = await withMutant(mutant, where);
  const unsure = failing.filter((file) => !sound.has(file));
  const unsound = await failingTests(where.tree, unsure);
  if (unsound.length > 0) throw new Error(`Without any mutant these fail: ${unsound.join(", ")}`);
  for (const file of unsure) sound.add(file);
  return caught;
}

/** The files that are known to pass without a mutant. */
const sound = new Set<string>();

async function withMutant(
  mutant: Mutant,
  { tree, simulator, seeds, cases, asked }: Where,
): Promise<{ readonly caught: Caught; readonly failing: readonly string[] }> {
  if (asked === "tests" || asked === "crashes") {
    const failing = await failingWith(mutant, tree, asked === "tests" ? mutant.tests : crashTests);
    return { caught: { [asked]: failing.length > 0 }, failing };
  }
  const { simulation, matrix } = await simulator.ask({
    mutant: mutant.name,
    seeds,
    cases: asked === "simulation" ? 0 : cases,
    isOneEnough: asked !== "all",
  });
  const seen: Caught = { simulation, ...(matrix !== undefined && { crashes: matrix }) };
  if (asked === "simulation" || (asked === "until caught" && isCaught(seen))) {
    return { caught: seen, failing: [] };
  }
  const failing = await failingWith(mutant, tree, [...crashTests, ...mutant.tests]);
  const isOf = (files: readonly string[]) => failing.some((each) => files.includes(each));
  return {
    caught: { simulation, crashes: matrix === true || isOf(crashTests), tests: isOf(mutant.tests) },
    failing,
  };
}

/** Of these files of tests those that fail while the copy has the mutant. */
async function failingWith(
  mutant: Mutant,
  tree: string,
  tests: readonly string[],
): Promise<readonly string[]> {
  const file = join(tree, mutant.file);
  const whole = await readFile(file, "utf8");
  await writeFile(file, mutated(mutant, whole));
  try {
    return await failingTests(tree, tests);
  } finally {
    await writeFile(file, whole);
  }
}

/** Of these files those that fail. */
async function failingTests(tree: string, all: readonly string[]): Promise<readonly string[]> {
  if (all.length === 0) return [];
  const report = join(tree, "report.json");
  await rm(report, { force: true });
  await run(tree, [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config=vitest.mutants.config.ts",
    "--reporter=json",
    `--outputFile=${report}`,
    ...all,
  ]);
  const told = JSON.parse(await readFile(report, "utf8").catch(() => "{}"));
  const results: readonly { readonly name: string; readonly status: string }[] = told.testResults ?? [];
  // A file that nothing is told of did not even begin.
  return all.filter((file) => results.find(({ name }) => name === join(tree, file))?.status !== "passed");
}

const minutesMax = 15;

/** The exit code; what goes on for too long is ended, and has failed. */
function run(tree: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: tree,
      stdio: "ignore",
      timeout: minutesMax * 60_000,
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
}
