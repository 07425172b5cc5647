/**
 * How often a property is tried: so often, or `PROPERTY_RUNS` times where that is fewer. CI tries all of them, and a
 * mutant, of which there are many, few. `npm test` is run by whoever waits for it: an eighth, and no more than fifty.
 */
export function propertyRuns(runs: number): number {
  const { PROPERTY_RUNS } = process.env;
  return PROPERTY_RUNS === undefined
    ? Math.min(Math.ceil(runs / 8), 50)
    : Math.min(runs, Number(PROPERTY_RUNS));
}
