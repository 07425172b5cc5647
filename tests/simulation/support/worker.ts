/** One process of `npm run simulate`: a seed or a story's name comes in, what became of its world goes out. */
import { actionsOf } from "./actions.ts";
import { runCase } from "./matrix.ts";
import { type Run, run } from "./run.ts";
import { stories } from "./stories/index.ts";
import { storyOf } from "./story.ts";

export type Task =
  /** The story of that name, without trouble. */
  | { readonly name: string }
  | {
      readonly seed: number;
      readonly steps: number;
      /** Is a story to be made as short as it can be? */
      readonly isShort: boolean;
    };

export interface Result {
  readonly events: number;
  readonly calls: number;
  readonly faults: number;
  /** What went wrong, and after what; `undefined` if nothing did. */
  readonly story: string | undefined;
}

process.on("message", async (task: Task) => {
  process.send?.(await resultOf(task));
});

async function resultOf(task: Task): Promise<Result> {
  const { wrong, events, faults, trace } = await runOf(task);
  const isShort = "seed" in task && task.isShort;
  const told = () => (isShort ? storyOf(task.seed, task.steps) : wrong.join("\n"));
  const story = wrong.length === 0 ? undefined : await told();
  return { events, calls: trace.length, faults, story };
}

function runOf(task: Task): Promise<Run> {
  if ("seed" in task) return run(task.seed, actionsOf(task.seed, task.steps));
  const story = stories.find(({ name }) => name === task.name);
  if (story === undefined) throw new Error(`no story is called ${task.name}`);
  return runCase({ story, trouble: undefined });
}
