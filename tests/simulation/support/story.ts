import { actionsOf } from "./actions.ts";
import { run } from "./run.ts";
import { shortest } from "./shortest.ts";

/** What went wrong with a seed, after as few actions as there was time to find, and how to see it again. */
export async function storyOf(seed: number, steps: number): Promise<string> {
  const until = performance.now() + 60_000;
  const fails = async (actions: ReturnType<typeof actionsOf>) =>
    performance.now() < until && (await run(seed, actions)).wrong.length > 0;
  const least = await shortest(actionsOf(seed, steps), fails);
  const { wrong } = await run(seed, least);
  const log = least.map((action) => `  ${JSON.stringify(action)}`).join("\n");
  return `${wrong.join("\n")}\nafter\n${log}\nAgain: npm run simulate -- --seed ${seed} --seeds 1 --steps ${steps}`;
}
