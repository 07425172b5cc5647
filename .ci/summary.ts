/** Prints the closing line `N passed, N failed` from the test runner's own JSON report. */
import { readFileSync } from "node:fs";

const [path = ""] = process.argv.slice(2);
const report: { numPassedTests: number; numFailedTests: number } = JSON.parse(readFileSync(path, "utf8"));
process.stdout.write(`${report.numPassedTests} passed, ${report.numFailedTests} failed\n`);
