import { expect, test } from "vitest";
import { compare, requests, summary } from "./support/compare.ts";
import { readingQuestions } from "./support/generate.ts";
import { language } from "./support/held-by.ts";

const cases = Math.ceil(requests / 2);

/** What the oracle decides otherwise than the documentation is in `oracle-differs.test.ts`, and not generated. */
test(`${cases} requests to read a secret are decided as an independent evaluator decides them`, {
  timeout: 3_600_000,
}, async () => {
  const tally = await compare(readingQuestions, cases);
  process.stdout.write(summary("requests for secretsmanager:GetSecretValue", tally));
  for (const count of Object.values(tally.answers)) expect(count).toBeGreaterThan(cases / 10);
  expect(language.filter((name) => !tally.held.has(name))).toEqual([]);
});
