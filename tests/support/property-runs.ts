/** So often a property is tried, or `PROPERTY_RUNS` times where that is fewer: once a mutant, all of them take too long. */
export function propertyRuns(runs: number): number {
  return Math.min(runs, Number(process.env.PROPERTY_RUNS ?? runs));
}
