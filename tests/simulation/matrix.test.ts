/** Every story, and every story with something that goes wrong at each of its writes and calls. */
import { describe, expect, test } from "vitest";
import { triesAll } from "../support/tries-all.ts";
import { runCase, someTroubles } from "./support/matrix.ts";
import { calmStories, stories } from "./support/stories/index.ts";

/** Of some thousands: all with MATRIX_CASES=100000, and CI takes a hundred. */
const count = Number(process.env.MATRIX_CASES ?? 2);

/** `npm test` takes one of four of those that the matrix does not go through; CI and `npm run simulate -- --stories` take all. */
const told = stories.filter((story, index) => triesAll || calmStories.includes(story) || index % 4 === 0);

describe("without other trouble than their own", () => {
  test.each(told.map((story) => [story.name, story] as const))("%s", async (_, story) => {
    const { wrong } = await runCase({ story, trouble: undefined });
    expect(wrong).toEqual([]);
  });
});

test("crashed, throttled, failed, timed out or denied at any write or call, all is in order in the end", {
  timeout: 10_000 + count * 10_000,
}, async () => {
  const broken: string[] = [];
  for (const each of await someTroubles(count)) {
    const { wrong } = await runCase(each);
    if (wrong.length > 0)
      broken.push(`${each.story.name}, with ${JSON.stringify(each.trouble)}: ${wrong.join("; ")}`);
  }
  expect(broken).toEqual([]);
});
