/** One process that breaks pullpass in itself: a mutant comes in, whether stories and seeds, and the crash matrix, notice it goes out. */
import type * as actionsModule from "../simulation/support/actions.ts";
import type * as matrixModule from "../simulation/support/matrix.ts";
import type * as runModule from "../simulation/support/run.ts";
import type * as storiesModule from "../simulation/support/stories/index.ts";
import { importWith } from "./broken-modules.ts";
import { mutants } from "./mutants.ts";

export interface Question {
  /** `undefined`: nothing is broken. */
  readonly mutant: string | undefined;
  readonly seeds: number;
  /** Of the crash matrix; 0: only stories and seeds. */
  readonly cases: number;
  /** Is the matrix not asked about what stories and seeds notice? */
  readonly isOneEnough: boolean;
}

/** Is a promise broken? `undefined`: not asked. */
export interface Answer {
  readonly simulation: boolean;
  readonly matrix: boolean | undefined;
  /** What was wrong first. */
  readonly wrong?: string | undefined;
}

const steps = 30;

process.on("message", async (question: Question) => {
  process.send?.(await answerTo(question));
});

async function answerTo({ mutant: name, seeds, cases, isOneEnough }: Question): Promise<Answer> {
  const mutant = mutants.find((each) => each.name === name);
  const load = (file: string) => importWith(mutant, `tests/simulation/support/${file}.ts`);
  const { run } = (await load("run")) as typeof runModule;
  const { actionsOf } = (await load("actions")) as typeof actionsModule;
  const { stories } = (await load("stories/index")) as typeof storiesModule;
  const { runCase, someTroubles } = (await load("matrix")) as typeof matrixModule;
  const inSimulation = await firstWrong([
    ...stories.map((story) => () => runCase({ story, trouble: undefined })),
    ...Array.from({ length: seeds }, (_, index) => () => run(index + 1, actionsOf(index + 1, steps))),
  ]);
  const simulation = inSimulation !== undefined;
  if (cases === 0 || (simulation && isOneEnough))
    return { simulation, matrix: undefined, wrong: inSimulation };
  const troubles = await someTroubles(cases);
  const inMatrix = await firstWrong(troubles.map((each) => () => runCase(each)));
  return { simulation, matrix: inMatrix !== undefined, wrong: inSimulation ?? inMatrix };
}

/** What throws is wrong, too. */
async function firstWrong(runs: readonly (() => Promise<runModule.Run>)[]): Promise<string | undefined> {
  for (const [index, each] of runs.entries()) {
    const { wrong } = await each().catch((error) => ({ wrong: [String(error)] }));
    if (wrong.length > 0) return `${index + 1} of ${runs.length}: ${wrong.join("; ")}`;
  }
  return undefined;
}
