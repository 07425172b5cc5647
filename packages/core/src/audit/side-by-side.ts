/** Works through the items, at most `limit` at a time, in their order. @throws what `each` throws first */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  limit: number,
  each: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await each(next.value);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
