/**
 * The items of a batch that a function says have failed. An answer that says nothing means none; one that names an item
 * that is not in the batch, or is malformed, means all.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedItems(answer: unknown, ids: readonly string[]): ReadonlySet<string> {
  const all = new Set(ids);
  if (answer === null || answer === undefined) return new Set();
  if (typeof answer !== "object") return all;
  const failures: unknown = "batchItemFailures" in answer ? answer.batchItemFailures : undefined;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const named = failures.map(identifierOf);
  return named.every((id) => id !== undefined && all.has(id))
    ? new Set(named.filter((id) => id !== undefined))
    : all;
}

function identifierOf(failure: unknown): string | undefined {
  const isObject = typeof failure === "object" && failure !== null;
  const id = isObject && "itemIdentifier" in failure ? failure.itemIdentifier : undefined;
  return typeof id === "string" ? id : undefined;
}
