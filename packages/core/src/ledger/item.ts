/** An item of the table, as plain values, and how DynamoDB writes them in requests, replies and streams. */
import * as v from "valibot";

/** Texts and numbers only; what has structure is JSON in `body`. */
export type Item = Readonly<Record<string, string | number>>;

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** The key as one text, of an item or by itself. */
export function keyText({ pk, sk }: Item | ItemKey): string {
  return JSON.stringify([pk, sk]);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
export type ItemAttributes = Record<string, { S: string } | { N: string }>;

export function toAttributes(item: Item): ItemAttributes {
  const written = Object.entries(item).map(([name, value]): [string, { S: string } | { N: string }] => [
    name,
    typeof value === "number" ? { N: String(value) } : { S: value },
  ]);
  return Object.fromEntries(written);
}

/** Attributes of other types than ours are left out. `undefined` for what is no item at all. */
export function fromAttributes(attributes: unknown): Item | undefined {
  const read = v.safeParse(AnyAttributes, attributes);
  if (!read.success) return undefined;
  const item: Record<string, string | number> = {};
  for (const [name, { S, N }] of Object.entries(read.output)) {
    if (typeof S === "string") item[name] = S;
    else if (typeof N === "string") item[name] = Number(N);
  }
  return item;
}

const AnyAttributes = v.record(
  v.string(),
  v.object({ S: v.optional(v.unknown()), N: v.optional(v.unknown()) }),
);

/** JSON that keeps members without a value, as null. */
export function toBody(value: unknown): string {
  return JSON.stringify(value, (_, member) => (member === undefined ? null : member));
}

/**
 * What this version can read of the items. Those of an older or newer version that it cannot read stay as they are, so
 * that one of them stops nothing, and the version that knows it goes on with it.
 */
export function readable<T>(items: readonly Item[], read: (item: Item) => T): readonly T[] {
  return items.flatMap((item) => {
    try {
      return [read(item)];
    } catch (error) {
      if (error instanceof v.ValiError || error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

export function fromBody(item: Item): unknown {
  return typeof item.body === "string" ? JSON.parse(item.body) : undefined;
}
