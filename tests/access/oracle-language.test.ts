import fc from "fast-check";
import { expect, test } from "vitest";
import { triesAll } from "../support/tries-all.ts";
import { allow, ask, read } from "./support/ask.ts";
import { answerOf } from "./support/ask-oracle.ts";
import { compare, requests, summary } from "./support/compare.ts";
import { conditionLines, operators, setOperators } from "./support/conditions.ts";
import { contextsOf } from "./support/contexts.ts";
import { decryptingQuestions, otherQuestions, readingQuestions } from "./support/generate.ts";
import { partsOf } from "./support/parts.ts";

const timeout = 600_000;
const cases = Math.min(requests / 4, 1_000);
/** So many requests change when a part is taken out of them. */
const enough = triesAll ? 3 : 1;

test(`${cases} requests of other kinds are decided as an independent evaluator decides them`, {
  timeout,
}, async () => {
  const tally = await compare(otherQuestions, cases);
  process.stdout.write(summary("requests of other kinds", tally));
});

test("every part of the policy language decides some of them", { timeout }, () => {
  const parts = ["identity", "managed", "boundary", "resource", "service control", "grant"];
  const negations = ["NotAction", "NotResource", "NotPrincipal"];
  const texts = ["variable", "variable with a default", "wildcard as a character", "IfExists"];
  const felt = new Map([...parts, ...negations, ...texts].map((name) => [name, 0]));
  const drawn = fc.oneof(readingQuestions, decryptingQuestions);
  const isFelt = () => [...felt.values()].every((times) => times >= enough);
  for (const question of drawnUntil(isFelt, drawn, 3_000)) {
    const answer = answerOf(ask(question));
    for (const { name, without } of partsOf(question)) {
      const times = felt.get(name);
      if (times !== undefined && answerOf(ask(without)) !== answer) felt.set(name, times + 1);
    }
  }
  expect([...felt].filter(([, times]) => times < enough)).toEqual([]);
});

test("every operator holds for some of their contexts, and for some it does not", () => {
  const drawn = fc.tuple(conditionLines, fc.oneof(...[read, "kms:Decrypt"].map(contextsOf)));
  const seen = new Set<string>();
  const all = [...operators, ...setOperators].flatMap((name) => [`${name} allowed`, `${name} denied`]);
  const isSeen = () => all.every((name) => seen.has(name));
  for (const [Condition, context] of drawnUntil(isSeen, drawn, 20_000)) {
    const { kind } = ask({ identity: [allow({ Condition })], context });
    for (const name of Object.keys(Condition)) seen.add(`${name.replace(/IfExists$/, "")} ${kind}`);
  }
  expect(all.filter((name) => !seen.has(name))).toEqual([]);
});

/** Values, always the same, until it is enough, and at most so many. */
function* drawnUntil<T>(isEnough: () => boolean, arbitrary: fc.Arbitrary<T>, max: number): Generator<T> {
  const atOnce = 200;
  for (let drawn = 0; drawn < max && !isEnough(); drawn += atOnce) {
    yield* fc.sample(arbitrary, { numRuns: atOnce, seed: drawn + 1 });
  }
}
