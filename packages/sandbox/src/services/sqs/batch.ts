import {
  BatchEntryIdsNotDistinct,
  type BatchResultErrorEntry,
  EmptyBatchRequest,
  InvalidBatchEntryId,
  TooManyEntriesInBatchRequest,
} from "@aws-sdk/client-sqs";

const entriesMax = 10;

/**
 * Runs every entry of a batch by itself; those that throw are listed as failed.
 * @throws EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct
 */
export function runBatch<Entry extends { Id: string | undefined }, Result>(
  entries: readonly Entry[] | undefined,
  run: (entry: Entry) => Result,
) {
  const Successful: (Result & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of checkEntries(entries)) {
    const Id = entry.Id ?? "";
    try {
      Successful.push({ ...run(entry), Id });
    } catch (error) {
      const { name: Code, message: Message } = error as Error;
      Failed.push({ Id, Code, Message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function checkEntries<Entry extends { Id: string | undefined }>(entries: readonly Entry[] = []) {
  const ids = entries.map(({ Id }) => Id ?? "");
  if (ids.length === 0) {
    throw new EmptyBatchRequest({
      message: "There should be at least one SendMessageBatchRequestEntry in the request.",
      $metadata: {},
    });
  }
  if (ids.length > entriesMax) {
    const message = `Maximum number of entries per request are ${entriesMax}. You have sent ${ids.length}.`;
    throw new TooManyEntriesInBatchRequest({ message, $metadata: {} });
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    const message =
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
    throw new InvalidBatchEntryId({ message, $metadata: {} });
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) {
    throw new BatchEntryIdsNotDistinct({ message: `Id ${repeated} repeated.`, $metadata: {} });
  }
  return entries;
}
