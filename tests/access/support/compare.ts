/** Generated questions, put to the evaluator and to the oracle. */
import fc from "fast-check";
import { expect } from "vitest";
import { ask, type Question } from "./ask.ts";
import { type Answer, answerOf, askOracle } from "./ask-oracle.ts";
import { heldBy } from "./held-by.ts";

/** Of all comparisons together: half for each of the two actions that a pull needs. */
export const requests = Number(process.env.ORACLE_CASES ?? 1_200);
const seed = Number(process.env.ORACLE_SEED ?? 1);
/** Of the seed's questions the one, and its simplifications, that a failure named. */
const path = process.env.ORACLE_PATH ?? "";

export interface Tally {
  readonly answers: Readonly<Record<Answer, number>>;
  /** How many requests hold a layer, an operator, or another part of the language. */
  readonly held: ReadonlyMap<string, number>;
}

/** Fails at the first question that the two decide differently. */
export async function compare(questions: fc.Arbitrary<Question>, cases: number): Promise<Tally> {
  const answers: Record<Answer, number> = { allowed: 0, "denied explicit": 0, "denied implicit": 0 };
  const held = new Map<string, number>();
  const property = fc.asyncProperty(questions, async (question) => {
    const theirs = await askOracle(question);
    const ours = answerOf(ask(question));
    if (ours !== theirs) throw new Error(`ours: ${ours}; theirs: ${theirs}`);
    answers[theirs] += 1;
    for (const name of heldBy(question)) held.set(name, (held.get(name) ?? 0) + 1);
  });
  const outcome = await fc.check(property, { numRuns: cases, seed, path });
  if (outcome.failed) expect.fail(failure(outcome));
  return { answers, held };
}

/** The line for CI's output. */
export function summary(what: string, { answers, held }: Tally): string {
  const { allowed, "denied explicit": explicit, "denied implicit": implicit } = answers;
  const number = (n: number) => n.toLocaleString("en");
  const holding = summed.map((name) => `${number(held.get(name) ?? 0)} ${name}`).join(", ");
  return (
    `${number(allowed + explicit + implicit)} ${what} decided alike (seed ${seed}): ${number(allowed)} allowed, ` +
    `${number(explicit)} denied by a statement, ${number(implicit)} for want of one; they hold: ${holding}\n`
  );
}

const summed = ["condition", "variable", "managed", "boundary", "resource", "service control", "grant"];

function failure(outcome: fc.RunDetails<[Question]>): string {
  const { seed, counterexamplePath, counterexample, errorInstance } = outcome;
  const again = `ORACLE_SEED=${seed} ORACLE_PATH=${counterexamplePath} ORACLE_CASES=${requests} npm test -- tests/access`;
  return `${errorInstance}\nAgain: ${again}\n${JSON.stringify(counterexample?.[0], null, 2)}`;
}
