/** What is known of a request's condition keys, looked up as IAM does: without regard to case. */
import type { AccessRequest } from "../types.ts";

/** `many`: the key can have many values, even if it now has one. */
export interface ContextValue {
  readonly many: boolean;
  readonly values: readonly string[];
}

/** The value of a key, which is in lower case; `undefined`: the request has none. */
export type Lookup = (key: string) => ContextValue | undefined;

export interface Context {
  /** The values that are known. */
  readonly known: ReadonlyMap<string, ContextValue>;
  readonly lookup: Lookup;
  readonly isUnknown: (key: string) => boolean;
  /** Of an unknown key: what its value begins with; `undefined`: the key may be absent. */
  readonly beginning: (key: string) => string | undefined;
  /** Whether anybody asked for a key so far. */
  readonly isAsked: () => boolean;
}

/** What the request says of its keys is asked for when a policy asks for one. */
export function contextOf(request: Pick<AccessRequest, "context" | "unknown">): Context {
  let isAsked = false;
  const known = once(() => valuesOf(request.context));
  const unknowns = once(() => unknownsOf(request.unknown));
  const isAbsent = (key: string) => {
    const { absent, families } = unknowns();
    return absent.has(key) || families.some((family) => key.startsWith(family)) || isOutside(key, known());
  };
  return {
    get known() {
      isAsked = true;
      return known();
    },
    lookup(key) {
      isAsked = true;
      return known().get(key);
    },
    isUnknown(key) {
      isAsked = true;
      return (
        request.unknown !== undefined && !known().has(key) && (unknowns().present.has(key) || !isAbsent(key))
      );
    },
    beginning(key) {
      isAsked = true;
      return unknowns().present.get(key);
    },
    isAsked: () => isAsked,
  };
}

/** Most statements have no condition: then nobody looks anything up. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function valuesOf(context: AccessRequest["context"]): ReadonlyMap<string, ContextValue> {
  const values = new Map<string, ContextValue>();
  for (const [key, value] of Object.entries(context)) {
    const isSingle = typeof value === "string";
    values.set(key.toLowerCase(), { many: !isSingle, values: isSingle ? [value] : value });
  }
  return values;
}

function unknownsOf(unknown: AccessRequest["unknown"]) {
  const absent = new Set(unknown?.absent.map((key) => key.toLowerCase()));
  const families = [...absent].filter((key) => key.endsWith("/"));
  const present = new Map(
    Object.entries(unknown?.present ?? {}).map(([key, { startsWith }]) => [key.toLowerCase(), startsWith]),
  );
  return { absent, families, present };
}

const pairs = "kms:encryptioncontext:";

/**
 * Of an encryption context whose keys are known there are no others.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys
 */
function isOutside(key: string, known: ReadonlyMap<string, ContextValue>): boolean {
  const keys = key.startsWith(pairs) ? known.get("kms:encryptioncontextkeys") : undefined;
  return keys !== undefined && !keys.values.some((name) => key === pairs + name.toLowerCase());
}
