import type { Decision } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ask, type Question } from "./support/ask.ts";
import { type Answer, askOracle } from "./support/ask-oracle.ts";
import { readQuestions } from "./support/generate.ts";

const cases = Number(process.env.ORACLE_CASES ?? 10_000);
const seed = Number(process.env.ORACLE_SEED ?? 1);

const answerOf = (decision: Decision): string =>
  decision.kind === "denied" ? `denied ${decision.how}` : decision.kind;

/**
 * Of several levels of service control policies, the oracle looks no further than the first that allows nothing, and so
 * calls a denial implicit that another level makes explicit. "An explicit deny in any policy overrides":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
 */
const agrees = ({ levels = [] }: Question, ours: string, theirs: Answer): boolean =>
  ours === theirs || (levels.length > 1 && ours === "denied explicit" && theirs === "denied implicit");

test(`${cases} generated requests are decided as an independent evaluator decides them`, {
  timeout: 3_600_000,
}, async () => {
  const seen: Record<Answer, number> = { allowed: 0, "denied explicit": 0, "denied implicit": 0 };
  await fc.assert(
    fc.asyncProperty(readQuestions, async (question) => {
      const theirs = await askOracle(question);
      seen[theirs] += 1;
      const ours = answerOf(ask(question));
      if (!agrees(question, ours, theirs)) expect(ours).toBe(theirs);
    }),
    { numRuns: cases, seed },
  );
  process.stdout.write(`compared with the oracle, seed ${seed}: ${JSON.stringify(seen)}\n`);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(cases / 20);
});
