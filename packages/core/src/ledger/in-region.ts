/** What the ledger in memory keeps a thing of a Region under. */
export function inRegion(region: string, ...names: readonly string[]): string {
  return JSON.stringify([region, ...names]);
}
