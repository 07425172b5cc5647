import { setImmediate as soon } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "../../packages/core/src/in-parallel.ts";

test("results are in the items' order, and no more is under way than may be", async () => {
  let underWay = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (turns) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < turns; turn += 1) await soon();
    underWay -= 1;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test("what had begun when one failed is at its end before the caller hears, and nothing begins after", async () => {
  const ended: string[] = [];
  const working = inParallel(["fails", "is slow", "is late"], 2, async (name) => {
    if (name === "fails") throw new Error("refused");
    for (let turn = 0; turn < 5; turn += 1) await soon();
    ended.push(name);
  });
  await expect(working).rejects.toThrow("refused");
  expect(ended).toEqual(["is slow"]);
});
