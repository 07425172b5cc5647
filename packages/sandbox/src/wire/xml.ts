/** XML as AWS's protocols write it: a structure by its schema, and an error. */
import { XmlShapeDeserializer, XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { $Schema, $SchemaRef, StaticStructureSchema, WireFault } from "./schema.ts";

const settings = {
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: "",
  serviceNamespace: "",
} as const;

/** Reads what has been parsed into a tree, or one text, by its schema. */
export function readXml(schema: $Schema, value: unknown): unknown {
  return new XmlShapeDeserializer(settings).readSchema(schema, value);
}

/** Parses a document, and reads what is in its root by the schema. @throws whatever is wrong with the text */
export async function parseXml(schema: $Schema, body: Uint8Array): Promise<unknown> {
  return new XmlShapeDeserializer(settings).read(schema, body);
}

export function writeXml(schema: $Schema, value: unknown, xmlNamespace = ""): string {
  const writer = new XmlShapeSerializer({ ...settings, xmlNamespace });
  writer.write(schema, value);
  return String(writer.flush()).replace(notXml, "\uFFFD");
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization */
export function errorElement({ sender, queryCode, message, members }: WireFault): string {
  const values = Object.entries(members).map(([name, { value }]) => [name, value] as const);
  const schemas = Object.values(members).map(({ schema }) => schema);
  const names = [...fixed, ...Object.keys(members)];
  const schema: StaticStructureSchema = [
    3,
    "sandbox",
    "Error",
    0,
    names,
    [...fixed.map(() => text), ...schemas],
  ];
  const Type = sender ? "Sender" : "Receiver";
  return writeXml(schema, { Type, Code: queryCode, Message: message, ...Object.fromEntries(values) });
}

const fixed = ["Type", "Code", "Message"];
const text: $SchemaRef = 0;

/** Characters that XML 1.0 cannot carry, not even escaped: one of them would make a whole list unreadable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
