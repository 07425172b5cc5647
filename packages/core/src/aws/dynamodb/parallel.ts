/** Enough to hide the way to DynamoDB, without opening a connection for each of a thousand projects. */
const atOnceMax = 20;

/** The answers in the order of the items. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += atOnceMax) {
    answers.push(...(await Promise.all(items.slice(start, start + atOnceMax).map(ask))));
  }
  return answers;
}
