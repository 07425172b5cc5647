/** One process of `npm run simulate`: a seed comes in, what became of its world goes out. */
import { actionsOf } from "./actions.ts";
import { run } from "./run.ts";
import { storyOf } from "./story.ts";

export interface Task {
  readonly seed: number;
  readonly steps: number;
  /** Is a story to be made as short as it can be? */
  readonly isShort: boolean;
}

export interface Result {
  readonly seed: number;
  readonly events: number;
  readonly calls: number;
  readonly faults: number;
  /** What went wrong, and after what; `undefined` if nothing did. */
  readonly story: string | undefined;
}

process.on("message", async (task: Task) => {
  process.send?.(await resultOf(task));
});

async function resultOf({ seed, steps, isShort }: Task): Promise<Result> {
  const { wrong, events, faults, trace } = await run(seed, actionsOf(seed, steps));
  const told = () => (isShort ? storyOf(seed, steps) : wrong.join("\n"));
  const story = wrong.length === 0 ? undefined : await told();
  return { seed, events, calls: trace.length, faults, story };
}
