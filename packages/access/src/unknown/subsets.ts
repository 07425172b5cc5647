/** Every choice of some of the items, none and all among them. */
export function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>(
    (all, item) => [...all, ...all.map((some) => [...some, item])],
    [[]],
  );
}
