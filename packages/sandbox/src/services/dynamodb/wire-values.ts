import * as sdk from "@aws-sdk/client-dynamodb";
import type { DocumentType } from "@smithy/types";
import { LosslessJson } from "../../wire/lossless-json.ts";
import { operationSchema } from "../../wire/schema.ts";
import type { Wire } from "./dynalite.ts";

/** An operation's input as it is on the wire: bytes in base64. */
export function toWire(value: unknown): Wire {
  return encode(value) as Wire;
}

/** An operation's output as the SDK has it, read by its schema. */
export function fromWire(operation: string, output: Wire): unknown {
  const schema = operationSchema(sdk, operation);
  return schema ? new LosslessJson().readObject(schema.output, output as DocumentType) : output;
}

/** An item as the SDK has it, by the schema of GetItem's. */
export function itemFromWire(item: Wire): Record<string, sdk.AttributeValue> {
  const { Item = {} } = fromWire("GetItem", { Item: item }) as sdk.GetItemOutput;
  return Item;
}

function encode(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, encode(member)]));
}
