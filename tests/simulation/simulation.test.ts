import { expect, test } from "vitest";
import { actionsOf, possible } from "./support/actions.ts";
import { run } from "./support/run.ts";
import { shortest } from "./support/shortest.ts";

const seeds = Number(process.env.SIM_SEEDS ?? 25);
const steps = Number(process.env.SIM_STEPS ?? 30);
const first = Number(process.env.SIM_SEED ?? 1);
const count = process.env.SIM_SEED === undefined ? seeds : 1;
const all = Array.from({ length: count }, (_, index) => first + index);

const runs = new Map<number, ReturnType<typeof run>>();
/** Each seed runs once, whichever test comes first. */
function runOf(seed: number): ReturnType<typeof run> {
  const known = runs.get(seed) ?? run(seed, actionsOf(seed, steps));
  runs.set(seed, known);
  return known;
}

test.each(all)(
  "whatever happens to the account, all is in order in the end: seed %i",
  { timeout: 300_000 },
  async (seed) => {
    const { wrong } = await runOf(seed);
    if (wrong.length > 0) expect.fail(await told(seed, actionsOf(seed, steps)));
  },
);

test.runIf(count >= 25)(
  "all that may happen does happen, in one seed or another",
  { timeout: 300_000 },
  async () => {
    const happened = new Set<string>();
    for (const seed of all) for (const each of (await runOf(seed)).happened) happened.add(each);
    expect(possible.filter((each) => !happened.has(each))).toEqual([]);
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
