/**
 * Prints what failed, and the closing line `N passed, N failed, N skipped`, from the test runner's own JSON reports. The
 * reports after `--again` are of tests that are in those before it: they add what failed, and no test is counted as
 * passed twice.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
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

for (const { testResults } of [...reports, ...repeated]) {
  for (const { name, message, status, assertionResults } of testResults) {
    if (status === "failed" && assertionResults.length === 0) tell(name, message);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === "failed") tell(`${name} > ${fullName}`, failureMessages?.[0] ?? "");
    }
  }
}

const passed = sum(reports, ({ numPassedTests }) => numPassedTests);
const failed = sum([...reports, ...repeated], (report) => report.numFailedTests + notRun(report));
const skipped = sum(reports, ({ numPendingTests }) => numPendingTests);
process.stdout.write(`${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);

/** Where it is, and the first lines of why: the whole stands further up, where it ran. */
function tell(test: string, why: string): void {
  const lines = why.split("\n").slice(0, 5);
  process.stdout.write(
    `Failed: ${relative(process.cwd(), test)}\n${lines.map((line) => `  ${line.slice(0, 300)}\n`).join("")}`,
  );
}
