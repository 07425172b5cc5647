/** A call that takes several entries answers of each by itself: some are taken, and others are not. */

/** By the name of the member that holds the text. */
type Entry = { MessageBody?: string; Message?: string; Detail?: string };

/** Does the call have more than one entry? */
export function isOfSeveral(input: unknown): boolean {
  return entriesIn(input).length > 1;
}

/** Makes the last entry one that is refused; the answer puts back what it was. */
export function breakLastEntry(input: unknown): () => void {
  const entry: Entry = entriesIn(input).at(-1) ?? {};
  const member = (["MessageBody", "Message", "Detail"] as const).find((each) => entry[each] !== undefined);
  if (member === undefined) return () => {};
  const { [member]: text } = entry;
  entry[member] = broken;
  return () => Object.assign(entry, { [member]: text });
}

/** No text for a queue or a topic, and nothing in it for a bus. */
const broken = "";

function entriesIn(input: unknown): Entry[] {
  const { Entries, PublishBatchRequestEntries } = input as {
    readonly Entries?: Entry[];
    readonly PublishBatchRequestEntries?: Entry[];
  };
  return Entries ?? PublishBatchRequestEntries ?? [];
}
