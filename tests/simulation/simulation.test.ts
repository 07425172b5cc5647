import { expect, test } from "vitest";
import { actionsOf } from "./support/actions.ts";
import { run } from "./support/run.ts";
import { shortest } from "./support/shortest.ts";

const seeds = Number(process.env.SIM_SEEDS ?? 25);
const steps = Number(process.env.SIM_STEPS ?? 30);
const first = Number(process.env.SIM_SEED ?? 1);
const count = process.env.SIM_SEED === undefined ? seeds : 1;

test.each(Array.from({ length: count }, (_, index) => ({ seed: first + index })))(
  "whatever happens to the account, all is in order in the end: seed $seed",
  { timeout: 300_000 },
  async ({ seed }) => {
    const actions = actionsOf(seed, steps);
    const { wrong } = await run(seed, actions);
    if (wrong.length > 0) expect.fail(await told(seed, actions));
  },
);

test("the same seed is the same run, call by call", async () => {
  const actions = actionsOf(first, steps);
  const [one, other] = [await run(first, actions), await run(first, actions)];
  expect(one.trace.length).toBeGreaterThan(200);
  expect(other.trace).toEqual(one.trace);
});

async function told(seed: number, actions: ReturnType<typeof actionsOf>): Promise<string> {
  const least = await shortest(actions, async (fewer) => (await run(seed, fewer)).wrong.length > 0);
  const { wrong } = await run(seed, least);
  const log = least.map((action) => `  ${JSON.stringify(action)}`).join("\n");
  return `SIM_SEED=${seed} SIM_STEPS=${steps}\n${log}\n${wrong.join("\n")}`;
}
