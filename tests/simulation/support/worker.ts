/** One process of `npm run simulate`: a seed comes in, what became of its world goes out. */
import { actionsOf } from "./actions.ts";
import { run } from "./run.ts";
import { storyOf } from "./story.ts";

export interface Task {
  readonly seed: number;
  readonly steps: number;
}

export interface Result {
  readonly seed: number;
  readonly events: number;
  readonly calls: number;
  readonly faults: number;
  /** What went wrong, and after what; `undefined` if nothing did. */
  readonly story: string | undefined;
}

process.on("message", async ({ seed, steps }: Task) => {
  process.send?.(await resultOf(seed, steps));
});

async function resultOf(seed: number, steps: number): Promise<Result> {
  const { wrong, events, faults, trace } = await run(seed, actionsOf(seed, steps));
  const story = wrong.length === 0 ? undefined : await storyOf(seed, steps);
  return { seed, events, calls: trace.length, faults, story };
}
