import { JsonShapeDeserializer2 } from "@aws-sdk/core/protocols";
import { awsError } from "../errors.ts";
import { type $Schema, NormalizedSchema } from "./schema.ts";

/**
 * Reads known members by their schema, keeps the members that this SDK does not know, and refuses values of another type
 * than the schema's. Without the unknown members a test could not show that someone else's settings survive.
 */
export class LosslessJson extends JsonShapeDeserializer2 {
  constructor() {
    super({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });
  }

  /** @throws SerializationException */
  override async read(schema: $Schema, body: Uint8Array): Promise<unknown> {
    return this._read(schema, parse(body));
  }

  protected override _read(schema: $Schema, value: unknown): unknown {
    const shape = NormalizedSchema.of(schema);
    requireType(shape, value);
    // the reader below fills lists and maps in place
    const known: unknown = super._read(shape, value);
    if (!isObject(value) || !isObject(known) || !shape.isStructSchema() || shape.isUnionSchema())
      return known;
    const members = shape.getMemberSchemas();
    const unknown = Object.entries(value).filter(([name]) => !Object.hasOwn(members, name));
    return { ...Object.fromEntries(unknown), ...known };
  }
}

function parse(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw serializationException(`The body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** AWS's texts vary by service; those of dates and bytes are unverified: a call with a wrong one would settle it. */
function requireType(shape: NormalizedSchema, value: unknown): void {
  if (value === null || value === undefined || shape.isDocumentSchema() || shape.isUnitSchema()) return;
  const found = Array.isArray(value) ? "list" : typeof value;
  const wanted = typesOf(shape);
  if (wanted.length === 0 || wanted.includes(found)) return;
  if (found === "object") throw serializationException("Start of structure or map found where not expected.");
  if (found === "list") throw serializationException("Start of list found where not expected");
  throw serializationException(`${found.toUpperCase()}_VALUE can not be converted to ${wanted[0]}`);
}

function typesOf(shape: NormalizedSchema): readonly string[] {
  if (shape.isStructSchema() || shape.isMapSchema()) return ["object"];
  if (shape.isListSchema()) return ["list"];
  if (shape.isStringSchema() || shape.isBlobSchema()) return ["string"];
  if (shape.isBooleanSchema()) return ["boolean"];
  if (shape.isNumericSchema() || shape.isTimestampSchema()) return ["number"];
  return [];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function serializationException(message: string) {
  return awsError("SerializationException", message);
}
