/** What arrives of a value that is sent, found without the wire. */
import { generateIdempotencyToken } from "@smithy/core/serde";
import type { Protocol } from "./protocol.ts";
import { type $SchemaRef, NormalizedSchema } from "./schema.ts";

/** Only the wire tells what arrives: of a value of another type than its schema's, a text that XML changes, what is seldom used. */
export class NotCarried extends Error {}

export type Way = "in" | "out";

/**
 * A copy by the schema, on the way in or out. Members that the schema does not know are left out, as the SDK leaves them out.
 * @throws NotCarried
 */
export function carried(schema: $SchemaRef, value: unknown, way: Way, by: Protocol["family"]): object {
  return objectIn(carriers[by][way](schema, value));
}

interface CarryOptions {
  /** Does this text arrive as it is? */
  readonly isCarried: (text: string) => boolean;
  /** For a token that is missing. https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait */
  readonly token?: () => string;
  /** Is a structure or a map inside another value lost where it is empty? */
  readonly isEmptyLost?: boolean;
}

type Carry = (value: unknown) => unknown;

function carrier({
  isCarried,
  token,
  isEmptyLost,
}: CarryOptions): (schema: $SchemaRef, value: unknown) => unknown {
  const known = new Map<$SchemaRef, Carry>();

  function carryOf(shape: NormalizedSchema): Carry {
    const { timestampFormat, mediaType, sparse, streaming } = shape.getMergedTraits();
    if (timestampFormat ?? mediaType ?? sparse ?? streaming) return notCarried;
    if (shape.isUnitSchema()) return () => ({});
    if (shape.isStringSchema()) return text;
    if (shape.isBooleanSchema()) return boolean;
    if (shape.isNumericSchema()) return number;
    if (shape.isTimestampSchema()) return date;
    if (shape.isBlobSchema()) return bytes;
    if (shape.isDocumentSchema()) return document;
    return ofMembers(shape);
  }

  /** Structures name each other, and some themselves: what is in one is looked at with its first value. */
  function ofMembers(shape: NormalizedSchema): Carry {
    const schema = shape.getSchema();
    const found = known.get(schema);
    if (found !== undefined) return found;
    let made: Carry | undefined;
    const carry: Carry = (value) => {
      made ??= make(shape);
      return made(value);
    };
    known.set(schema, carry);
    return carry;
  }

  function make(shape: NormalizedSchema): Carry {
    if (shape.isStructSchema()) return structure(shape);
    if (shape.isListSchema()) return list(carryInside(shape.getValueSchema()));
    if (shape.isMapSchema()) return map(carryInside(shape.getValueSchema()));
    return notCarried;
  }

  function carryInside(shape: NormalizedSchema): Carry {
    const carry = carryOf(shape);
    if (!isEmptyLost || !(shape.isStructSchema() || shape.isMapSchema())) return carry;
    return (value) => {
      const copy = objectIn(carry(value));
      return Object.keys(copy).length > 0 ? copy : notCarried();
    };
  }

  const text: Carry = (value) => (typeof value === "string" && isCarried(value) ? value : notCarried());

  function structure(shape: NormalizedSchema): Carry {
    const members = [...shape.structIterator()].map(([name, member]) => ({
      name,
      carry: carryInside(member),
      absent: member.isIdempotencyToken() ? token : undefined,
    }));
    return (value) => {
      const given = objectIn(value);
      const carried: Record<string, unknown> = {};
      for (const { name, carry, absent } of members) {
        const member = given[name] ?? absent?.();
        if (member !== undefined) carried[name] = carry(member);
      }
      return carried;
    };
  }

  function map(carry: Carry): Carry {
    return (value) => {
      const entries = Object.entries(objectIn(value)).filter(([, member]) => member !== undefined);
      for (const [key] of entries) text(key);
      return Object.fromEntries(entries.map(([key, member]) => [key, carry(member)]));
    };
  }

  return (schema, value) => carryOf(NormalizedSchema.of(schema))(value);
}

function list(carry: Carry): Carry {
  return (value) => (Array.isArray(value) ? value.map((member) => carry(member)) : notCarried());
}

const boolean: Carry = (value) => (typeof value === "boolean" ? value : notCarried());
const number: Carry = (value) => (Number.isFinite(value) ? value : notCarried());
const date: Carry = (value) =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? new Date(value) : notCarried();
const bytes: Carry = (value) => (value instanceof Uint8Array ? new Uint8Array(value) : notCarried());

/** JSON, as whoever asks for a structure whole reads it. https://smithy.io/2.0/spec/simple-types.html#document */
const document: Carry = (value) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return value.map(document);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return notCarried();
  const entries = Object.entries(objectIn(value)).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, document(member)]));
};

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && !("__type" in value) ? (value as Readonly<Record<string, unknown>>) : notCarried();
}

function notCarried(): never {
  throw new NotCarried();
}

/** XML gives back other characters than it got for some, and no blanks around a text. */
const asInXml = /^(?! )[\u0020-\uD7FF\uE000-\uFFFD]*(?<! )$/;

const carriers = {
  json: {
    in: carrier({ isCarried: () => true, token: generateIdempotencyToken }),
    out: carrier({ isCarried: () => true }),
  },
  query: {
    in: carrier({
      isCarried: (text) => text.isWellFormed(),
      token: generateIdempotencyToken,
      isEmptyLost: true,
    }),
    out: carrier({ isCarried: (text) => asInXml.test(text) }),
  },
};
