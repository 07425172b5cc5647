/** Every choice of some of the items, none and all among them. */
export function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const all: (readonly T[])[] = [[]];
  for (const item of items) all.push(...all.map((some) => [...some, item]));
  return all;
}
