/**
 * Lets V8 copy the object in a tenth of the time: `{ ...given }`. Members that came one by one are kept in a hash table, and
 * Object.create then reads through it as a prototype, for which V8 lays them out as it does for a class. A client's configuration
 * is such an object, and the SDK copies it three times a call.
 * https://v8.dev/blog/fast-properties
 */
export function makeQuickToCopy(given: object): void {
  const reader: { readonly region?: unknown } = Object.create(given);
  // V8 does it once the same code reads again.
  for (let reads = 0; reads < 20; reads += 1) void reader.region;
}
