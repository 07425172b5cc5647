/** An older version of pullpass, as far as its records tell: while it is deployed, what is written lacks what it did not know. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";
import { isPullpass } from "./faults.ts";

export interface OlderVersion {
  isDeployed: boolean;
}

type Item = Record<string, AttributeValue>;

/** By the type of an item: its attributes, and the members of its body. */
const unknownThen: Readonly<Record<string, { readonly attributes: string[]; readonly members: string[] }>> = {
  change: { attributes: [], members: ["outlook", "policyBefore", "projectCreated", "round"] },
  finding: {
    attributes: ["causes", "history", "plannedAt", "grantedRegion"],
    members: ["blocks", "mender", "contact", "waitsFor"],
  },
  policy: { attributes: [], members: ["wrote"] },
  drift: { attributes: ["at", "created"], members: [] },
};

export function olderVersion(sandbox: Sandbox): OlderVersion {
  const version = { isDeployed: false };
  const asTheyWere = new WeakMap<object, readonly (() => void)[]>();
  sandbox.before((call) => {
    if (!version.isDeployed || call.service !== "dynamodb" || !isPullpass(call.from.caller)) return;
    asTheyWere.set(call, itemsIn(call.input).map(makeOlder));
  });
  sandbox.after((call) => {
    for (const restore of asTheyWere.get(call) ?? []) restore();
  });
  return version;
}

interface Put {
  readonly Item?: Item;
}

/** Whole items that the call writes. */
function itemsIn(input: unknown): readonly Item[] {
  const { Item, TransactItems, RequestItems } = input as Put & {
    readonly TransactItems?: readonly { readonly Put?: Put }[];
    readonly RequestItems?: Readonly<Record<string, readonly { readonly PutRequest?: Put }[]>>;
  };
  const inBatch = Array.isArray(Object.values(RequestItems ?? {})[0])
    ? Object.values(RequestItems ?? {}).flat()
    : [];
  return [
    Item,
    ...(TransactItems ?? []).map(({ Put }) => Put?.Item),
    ...inBatch.map(({ PutRequest }) => PutRequest?.Item),
  ].filter((item) => item !== undefined);
}

/** The answer makes it again what it was. */
function makeOlder(item: Item): () => void {
  const before = { ...item };
  const { attributes = [], members = [] } = unknownThen[item.type?.S ?? ""] ?? {};
  for (const name of attributes) delete item[name];
  if (members.length > 0 && item.body?.S !== undefined) {
    const kept = Object.entries(JSON.parse(item.body.S)).filter(([name]) => !members.includes(name));
    item.body = { S: JSON.stringify(Object.fromEntries(kept)) };
  }
  return () => void Object.assign(item, before);
}
