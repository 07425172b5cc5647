import fc from "fast-check";
import { expect, test } from "vitest";
import { ask, type Question } from "./support/ask.ts";
import { type Answer, answerOf, askOracle } from "./support/ask-oracle.ts";
import { operators } from "./support/conditions.ts";
import { readQuestions } from "./support/generate.ts";
import { partsOf } from "./support/parts.ts";

const cases = Number(process.env.ORACLE_CASES ?? 5_000);
const seed = Number(process.env.ORACLE_SEED ?? 1);
/** Of the seed's questions the one, and its simplifications, that a failure named. */
const path = process.env.ORACLE_PATH ?? "";

/** What the oracle decides otherwise than the documentation is in `oracle-differs.test.ts`, and not generated. */
test(`${cases} generated requests are decided as an independent evaluator decides them`, {
  timeout: 3_600_000,
}, async () => {
  const seen: Record<Answer, number> = { allowed: 0, "denied explicit": 0, "denied implicit": 0 };
  const property = fc.asyncProperty(readQuestions, async (question) => {
    const theirs = await askOracle(question);
    seen[theirs] += 1;
    const ours = answerOf(ask(question));
    if (ours !== theirs) throw new Error(`ours: ${ours}; theirs: ${theirs}`);
  });
  const outcome = await fc.check(property, { numRuns: cases, seed, path });
  if (outcome.failed) expect.fail(told(outcome));
  process.stdout.write(`compared with the oracle, seed ${seed}: ${JSON.stringify(seen)}\n`);
  if (path === "") for (const count of Object.values(seen)) expect(count).toBeGreaterThan(cases / 10);
});

test("every part of the policy language decides some of them", () => {
  const parts = ["identity", "boundary", "resource", "service control", "NotAction", "NotResource"];
  const texts = [
    "variable",
    "variable with a default",
    "wildcard as a character",
    "IfExists",
    "NotPrincipal",
  ];
  const felt = new Map([...parts, ...texts, ...operators].map((name) => [name, 0]));
  for (const question of fc.sample(readQuestions, { numRuns: 4_000, seed: 1 })) {
    const answer = answerOf(ask(question));
    for (const { name, without } of partsOf(question)) {
      if (answerOf(ask(without)) !== answer) felt.set(name, (felt.get(name) ?? 0) + 1);
    }
  }
  expect([...felt].filter(([, times]) => times < 3)).toEqual([]);
});

function told({
  seed,
  counterexamplePath,
  counterexample,
  errorInstance,
}: fc.RunDetails<[Question]>): string {
  const replay = `ORACLE_SEED=${seed} ORACLE_PATH=${counterexamplePath}`;
  return `${errorInstance}\n${replay}\n${JSON.stringify(counterexample?.[0], null, 2)}`;
}
