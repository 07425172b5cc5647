/** The fewest actions that still fail: parts are left out, large ones first, as long as it does. */
export async function shortest<T>(
  actions: readonly T[],
  fails: (fewer: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let least = actions;
  for (let size = Math.ceil(least.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < least.length; ) {
      const fewer = [...least.slice(0, start), ...least.slice(start + size)];
      if (await fails(fewer)) least = fewer;
      else start += size;
    }
  }
  return least;
}
