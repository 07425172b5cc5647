/** Works through the items in their order, at most `limit` at a time; the results are in the items' order. @throws what `each` throws first */
export async function inParallel<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  each: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let index = 0;
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      const at = index;
      index += 1;
      results[at] = await each(next.value);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
