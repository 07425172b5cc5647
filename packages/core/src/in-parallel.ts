import { allSettled } from "./all-settled.ts";

/**
 * Works through the items in their order, at most `limit` at a time; the results are in the items' order. After the first that fails
 * none is begun, and those that were are waited for. @throws what `each` throws
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  each: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let index = 0;
  let isOver = false;
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    try {
      for (let next = queue.next(); next.done !== true && !isOver; next = queue.next()) {
        const at = index;
        index += 1;
        results[at] = await each(next.value);
      }
    } catch (error) {
      isOver = true;
      throw error;
    }
  };
  await allSettled(Array.from({ length: limit }, worker));
  return results;
}
