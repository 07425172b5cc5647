import fc from "fast-check";
import { expect, test } from "vitest";
import { triesAll } from "../support/tries-all.ts";
import { ask } from "./support/ask.ts";
import { askOracle } from "./support/ask-oracle.ts";
import { requests } from "./support/compare.ts";
import { shortly, waysOf } from "./support/possible.ts";
import { type Unknowns, unknowns } from "./support/unknowns.ts";

/** Each is asked for every value that there may be: `npm test` takes half as many as CI, of as many requests. */
const cases = Math.ceil(requests / (triesAll ? 40 : 80));
const seed = Number(process.env.ORACLE_SEED ?? 1);
const path = process.env.ORACLE_PATH ?? "";

/** What an independent evaluator says for every value that there may be. */
async function agreedBy({ question, values }: Unknowns): Promise<string> {
  const answers = new Set<string>();
  for (const { question: known } of waysOf(question, values)) answers.add(await askOracle(known));
  const [only = ""] = answers;
  if (answers.size === 1) return only;
  return answers.has("allowed") ? "unknown" : "denied implicit";
}

/** A key that is compared with itself, or with another that is unknown: there, more may be said to be unknown. */
function isCompared({ question, values }: Unknowns): boolean {
  const text = JSON.stringify(question).toLowerCase();
  return Object.keys(values).some((key) => new RegExp(`\\$\\{\\s*${key.toLowerCase()}`).test(text));
}

test(`${cases} requests of which some is unknown are decided as an independent evaluator agrees on for all there may be`, {
  timeout: 3_600_000,
}, async () => {
  const counts = new Map<string, number>();
  const property = fc.asyncProperty(unknowns, async (drawn) => {
    const theirs = await agreedBy(drawn);
    const ours = shortly(ask(drawn.question));
    const isCareful = ours === "unknown" && isCompared(drawn);
    if (ours !== theirs && !isCareful) throw new Error(`ours: ${ours}; theirs: ${theirs}`);
    const count = ours === theirs ? theirs : "careful";
    counts.set(count, (counts.get(count) ?? 0) + 1);
  });
  const outcome = await fc.check(property, { numRuns: cases, seed, path });
  if (outcome.failed) {
    const { counterexample, counterexamplePath, errorInstance } = outcome;
    const replay = `ORACLE_SEED=${outcome.seed} ORACLE_PATH=${counterexamplePath}`;
    expect.fail(`${errorInstance}\n${replay}\n${JSON.stringify(counterexample?.[0], null, 1)}`);
  }
  process.stdout.write(
    `${cases} requests of which some is unknown decided alike: ${JSON.stringify([...counts])}\n`,
  );
  for (const answer of ["allowed", "denied explicit", "denied implicit", "unknown"]) {
    expect(counts.get(answer)).toBeGreaterThan(cases / 20);
  }
  expect(counts.get("careful") ?? 0).toBeLessThan(cases / 20);
});
