/** What `npm run test:steady` says of its runs. */
import { expect, test } from "vitest";
import { differences, outcomesIn } from "../support/outcomes.ts";

const report = (tests: Readonly<Record<string, string>>) =>
  JSON.stringify({
    testResults: [
      {
        name: `${process.cwd()}/tests/a.test.ts`,
        status: Object.values(tests).includes("failed") ? "failed" : "passed",
        assertionResults: Object.entries(tests).map(([fullName, status]) => ({ fullName, status })),
      },
    ],
  });

test("runs that all passed are counted, and differ in nothing", () => {
  const all = [1, 2].map((seed) => outcomesIn(report({ adds: "passed" }), `again ${seed}`, false));
  expect(differences(all)).toEqual(["2 of 2 runs passed.", "No test ended differently."]);
});

test("a test that failed once is named with how often, and the run with how to repeat it", () => {
  const all = [
    outcomesIn(report({ adds: "passed", waits: "passed" }), "again 1", false),
    outcomesIn(report({ adds: "passed", waits: "failed" }), "again 2", true),
  ];
  expect(differences(all)).toEqual([
    "1 of 2 runs passed.",
    "What failed, or ended differently:",
    "  tests/a.test.ts > waits: 1 passed, 1 failed",
    "Again: again 2",
  ]);
});

test("a test that is skipped in one run and not in another is told, too", () => {
  const all = [
    outcomesIn(report({ adds: "passed" }), "again 1", false),
    outcomesIn(report({ adds: "pending" }), "again 2", false),
  ];
  expect(differences(all)).toContain("  tests/a.test.ts > adds: 1 passed, 1 pending");
});

test("a run that left no report has failed", () => {
  const all = [outcomesIn(undefined, "again 1", false)];
  expect(differences(all)).toContain("0 of 1 runs passed.");
});
