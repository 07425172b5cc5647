/**
 * Before each file: a property is tried with the same values in every run of the tests, unless `PROPERTY_SEED` says with
 * which others, and one that fails says how to see that again.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { propertyRuns } from "./property-runs.ts";

const seed = Number(process.env.PROPERTY_SEED ?? 1);

/** As often as fast-check tries what asks for no number. */
const numRuns = propertyRuns(100);

fc.configureGlobal({ seed, numRuns, reporter: told });

function told<T>(outcome: fc.RunDetails<T>): void {
  if (!outcome.failed) return;
  const { testPath = "", currentTestName } = expect.getState();
  const runs = process.env.PROPERTY_RUNS === undefined ? "" : `PROPERTY_RUNS=${process.env.PROPERTY_RUNS} `;
  const again = `PROPERTY_SEED=${outcome.seed} ${runs}npm test -- ${testPath.slice(process.cwd().length + 1)}`;
  const message = `${fc.defaultReportMessage(outcome)}\nAgain: ${again}\nTest: ${currentTestName}`;
  throw new Error(message, { cause: outcome.errorInstance });
}
