/** Random values of any shape that an SDK's schema describes. */
import fc from "fast-check";
import {
  type $SchemaRef,
  NormalizedSchema,
  type StaticStructureSchema,
} from "../../../packages/sandbox/src/wire/schema.ts";

export interface Form {
  /** AwsQuery cannot say that a structure or a map is there and empty. */
  readonly emptyAllowed: boolean;
  /** In place of texts that arrive as they are by every protocol. */
  readonly text?: fc.Arbitrary<string>;
}

/** Values of the shape; what is optional is sometimes left out. */
export function valuesOf(schema: $SchemaRef, form: Form, depth = 0): fc.Arbitrary<unknown> {
  const shape = NormalizedSchema.of(schema);
  if (shape.isUnitSchema()) return fc.constant({});
  if (shape.isUnionSchema()) return unionOf(shape, form, depth);
  if (shape.isStructSchema()) return structureOf(shape, form, depth);
  if (shape.isListSchema()) return listOf(shape, form, depth);
  if (shape.isMapSchema()) return mapOf(shape, form, depth);
  return simpleOf(shape, form);
}

const deepest = 4;
const plainText = fc.string({
  unit: fc.constantFrom(..."abcXYZ019 <>&\"'/+=%:,ü€😀"),
  minLength: 1,
  maxLength: 12,
});

/** What clients read themselves: queues' URLs, and endpoints that need another way to sign. */
const special: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  QueueUrl: fc.constant("https://sqs.eu-central-1.amazonaws.com/111122223333/queue"),
};
const leftOut: readonly string[] = ["EndpointId"];

function structureOf(shape: NormalizedSchema, form: Form, depth: number): fc.Arbitrary<unknown> {
  const members = membersOf(shape, depth).filter(([name]) => !leftOut.includes(name));
  if (members.length === 0) return fc.constant({});
  const tokens = members.filter(([, member]) => member.isIdempotencyToken()).map(([name]) => name);
  const always = new Set([...requiredOf(shape), ...tokens]);
  const values = Object.fromEntries(
    members.map(([name, member]) => [name, special[name] ?? valuesOf(member, form, depth + 1)]),
  );
  const record = fc.record(values, { requiredKeys: [...always].filter((name) => name in values) });
  return form.emptyAllowed || depth === 0 ? record : record.filter((value) => Object.keys(value).length > 0);
}

function unionOf(shape: NormalizedSchema, form: Form, depth: number): fc.Arbitrary<unknown> {
  const members = membersOf(shape, depth);
  return fc.oneof(
    ...members.map(([name, member]) => valuesOf(member, form, depth + 1).map((value) => ({ [name]: value }))),
  );
}

function listOf(shape: NormalizedSchema, form: Form, depth: number): fc.Arbitrary<unknown> {
  const minLength = form.emptyAllowed ? 0 : 1;
  return fc.array(valuesOf(shape.getValueSchema(), form, depth + 1), { minLength, maxLength: 3 });
}

function mapOf(shape: NormalizedSchema, form: Form, depth: number): fc.Arbitrary<unknown> {
  const minKeys = form.emptyAllowed ? 0 : 1;
  return fc.dictionary(
    form.text ?? fc.string({ unit: fc.constantFrom(..."abcXYZ"), minLength: 1, maxLength: 6 }),
    valuesOf(shape.getValueSchema(), form, depth + 1),
    { minKeys, maxKeys: 3, noNullPrototype: true },
  );
}

function simpleOf(shape: NormalizedSchema, form: Form): fc.Arbitrary<unknown> {
  if (shape.isBooleanSchema()) return fc.boolean();
  if (shape.isNumericSchema()) return fc.integer({ min: -1_000_000, max: 1_000_000 });
  if (shape.isTimestampSchema())
    return fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => new Date(ms));
  if (shape.isBlobSchema())
    return fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => new Uint8Array(bytes));
  return form.text ?? plainText;
}

function membersOf(shape: NormalizedSchema, depth: number) {
  return [...shape.structIterator()].filter(([, member]) => depth < deepest || !isNested(member));
}

function isNested(member: NormalizedSchema): boolean {
  return member.isStructSchema() || member.isListSchema() || member.isMapSchema();
}

/** The required members come first; the last entry of a structure's schema counts them. */
function requiredOf(shape: NormalizedSchema): readonly string[] {
  const [, , , , names = [], , count = 0] = shape.getSchema() as StaticStructureSchema;
  return names.slice(0, count);
}
