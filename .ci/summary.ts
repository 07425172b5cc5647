/**
 * Prints the closing line `N passed, N failed, N skipped` from the test runner's own JSON reports. The reports after
 * `--again` are of tests that are in those before it: they add what failed, and no test is counted as passed twice.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const { tokens } = parseArgs({
  options: { again: { type: "boolean" } },
  allowPositionals: true,
  tokens: true,
});
const again = tokens.find(({ kind }) => kind === "option")?.index ?? Number.POSITIVE_INFINITY;
const paths = tokens.flatMap((token) => (token.kind === "positional" ? [token] : []));
const read = (chosen: typeof paths): readonly Report[] =>
  chosen.map(({ value }) => JSON.parse(readFileSync(value, "utf8")));
const reports = read(paths.filter(({ index }) => index < again));
const repeated = read(paths.filter(({ index }) => index > again));

const sum = (counted: readonly Report[], count: (report: Report) => number) =>
  counted.reduce((total, report) => total + count(report), 0);
/** Files that failed before their first test. */
const notRun = ({ testResults }: Report) =>
  testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0)
    .length;

const passed = sum(reports, ({ numPassedTests }) => numPassedTests);
const failed = sum([...reports, ...repeated], (report) => report.numFailedTests + notRun(report));
const skipped = sum(reports, ({ numPendingTests }) => numPendingTests);
process.stdout.write(`${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);
