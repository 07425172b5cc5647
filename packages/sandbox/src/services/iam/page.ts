import { invalidInput } from "./errors.ts";

/** How IAM pages its lists: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export interface IamPageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/** A page of the items in the order of their keys; the marker names the last one given, so that changes in between do no harm. */
export function page<Item>(
  all: Iterable<Item>,
  keyOf: (item: Item) => string,
  { Marker, MaxItems = 100 }: IamPageRequest,
): Page<Item> {
  const after = Marker === undefined ? "" : readMarker(Marker);
  const rest = [...all].filter((item) => keyOf(item) > after).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const items = rest.slice(0, MaxItems);
  const last = items.at(-1);
  if (rest.length === items.length || last === undefined) return { items, IsTruncated: false };
  return { items, IsTruncated: true, Marker: Buffer.from(`after ${keyOf(last)}`).toString("base64url") };
}

function readMarker(marker: string): string {
  const text = Buffer.from(marker, "base64url").toString();
  if (text.startsWith("after ")) return text.slice("after ".length);
  throw invalidInput(`Invalid Marker: ${marker}`);
}
