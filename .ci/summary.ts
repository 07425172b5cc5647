/** Prints the closing line `N passed, N failed, N skipped` from the test runner's own JSON reports. */
import { readFileSync } from "node:fs";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const reports: readonly Report[] = process.argv
  .slice(2)
  .map((path) => JSON.parse(readFileSync(path, "utf8")));
const sum = (count: (report: Report) => number) =>
  reports.reduce((total, report) => total + count(report), 0);
/** Files that failed before their first test. */
const notRun = ({ testResults }: Report) =>
  testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0)
    .length;

const passed = sum(({ numPassedTests }) => numPassedTests);
const failed = sum((report) => report.numFailedTests + notRun(report));
const skipped = sum(({ numPendingTests }) => numPendingTests);
process.stdout.write(`${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);
