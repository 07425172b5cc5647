/**
 * So often a property is tried, or `PROPERTY_RUNS` times where that is fewer: CI tries all of them, `npm test` enough to
 * find what breaks it anywhere, and a mutant, of which there are many, fewer still.
 */
export function propertyRuns(runs: number): number {
  return Math.min(runs, Number(process.env.PROPERTY_RUNS ?? 200));
}
