/** Changes in the ledger that a call writes to. */

interface Written {
  readonly key: string;
  /** Is it to be settled by that? */
  readonly isSettled: boolean;
  /** Does the call leave what is there already? */
  readonly isIfAbsent: boolean;
}

/** Of a call to DynamoDB: by its own members, or by those of each write of a transaction. */
export function changesWritten(input: unknown): readonly Written[] {
  const { TransactItems = [], ...own } = input as { readonly TransactItems?: readonly object[] };
  const writes = TransactItems.length > 0 ? TransactItems.flatMap((each) => Object.values(each)) : [own];
  return writes.flatMap((write) => {
    const { Item, Key = Item, TableName: _, ...more } = write as Write;
    const { ConditionExpression = "" } = more;
    const key = Key?.sk?.S ?? "";
    const isRead = "KeyConditionExpression" in more || "ConsistentRead" in more;
    const isSettled = /"S":"(applied|failed)"/.test(JSON.stringify([Item, more]));
    const isIfAbsent = Item !== undefined && /^attribute_not_exists\(/.test(ConditionExpression);
    return key.startsWith("change#") && !isRead ? [{ key, isSettled, isIfAbsent }] : [];
  });
}

type Key = Readonly<Record<string, { readonly S?: string }>>;

interface Write {
  readonly Item?: Key;
  readonly Key?: Key;
  readonly TableName?: string;
  readonly ConditionExpression?: string;
}
