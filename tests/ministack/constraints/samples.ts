/** Values that a model allows, and such that break just one of its constraints. */
import type { Model, Shape } from "../../../packages/sandbox/botocore-models.ts";

/** A value that satisfies the shape's constraints, with nothing in it that may be left out. */
export function sampleOf(shape: Shape, model: Model): unknown {
  const of = (name = "") => sampleOf(shapeOf(name, model), model);
  switch (shape.type) {
    case "structure":
      return Object.fromEntries(
        (shape.required ?? []).map((name) => [name, of(shape.members?.[name]?.shape)]),
      );
    case "list":
      return Array.from({ length: Math.max(1, shape.min ?? 1) }, () => of(shape.member?.shape));
    case "map":
      return { [String(of(shape.key?.shape))]: of(shape.value?.shape) };
    case "boolean":
      return true;
    case "timestamp":
      return new Date("2026-01-05T09:00:00Z");
    case "blob":
      return new Uint8Array(Math.max(1, shape.min ?? 1));
    case "string":
      return textOf(shape);
    default:
      return shape.min ?? 1;
  }
}

export function shapeOf(name: string, { shapes }: Model): Shape {
  const shape = shapes[name];
  if (!shape) throw new Error(`The model has no shape ${name}.`);
  return shape;
}

/** A value that no enum has. */
export const nonsense = "NONSENSE";

/** Values that break one constraint each, and which. */
export function brokenValues(
  shape: Shape,
  model: Model,
): readonly (readonly [constraint: string, value: unknown])[] {
  const { min = 0, max = Number.POSITIVE_INFINITY } = shape;
  const sized = (constraint: string, size: number) => [constraint, resized(shape, size, model)] as const;
  const isNumber = ["integer", "long", "double", "float"].includes(shape.type);
  return [
    ...(shape.enum ? [["enum", nonsense] as const] : []),
    ...(shape.pattern !== undefined && !anything.includes(shape.pattern)
      ? [["pattern", unmatched(shape)] as const]
      : []),
    ...(shape.min !== undefined && (isNumber || min > 0) ? [sized("min", min - 1)] : []),
    ...(Number.isFinite(max) && max < 2 ** 31 - 1 ? [sized("max", max + 1)] : []),
  ];
}

function resized(shape: Shape, size: number, model: Model): unknown {
  switch (shape.type) {
    case "string":
      return textOfLength(size, shape);
    case "blob":
      return new Uint8Array(size);
    case "list":
      return Array.from({ length: size }, () => sampleOf(shapeOf(shape.member?.shape ?? "", model), model));
    case "map":
      return Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          `key${index}`,
          sampleOf(shapeOf(shape.value?.shape ?? "", model), model),
        ]),
      );
    default:
      return size;
  }
}

/** Patterns that each text of the samples matches: no call breaks them. */
const anything: readonly string[] = ["[\\s\\S]*", ".*", ".+"];

/** Forms that models ask for, and a letter to lengthen them with. */
const forms: readonly string[] = [
  "a",
  "1",
  "/a/",
  "v1",
  "1h",
  "11h",
  "eu-central-1",
  "111122223333",
  "events:PutEvents",
  "a.a",
  "a.a.a",
  "p-aaaaaaaa",
  "o-aaaaaaaaaa",
  "lambda:a",
  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:a",
];

function textOf(shape: Shape): string {
  if (shape.enum) return shape.enum[0] ?? "";
  const length = Math.max(Math.min(usual, shape.max ?? usual), shape.min ?? 1);
  const texts = [...formsOf(length), ...forms].filter((text) => text.length <= (shape.max ?? text.length));
  const text = texts.find((one) => one.length >= length && matches(one, shape));
  if (text === undefined) throw new Error(`No text is known that matches ${shape.pattern}.`);
  return text;
}

/** Long enough for what services demand beyond their models: tables of DynamoDB. */
const usual = 3;

/** A text of that length, which matches if one that matches is known. */
function textOfLength(length: number, shape: Shape): string {
  return formsOf(length).find((text) => matches(text, shape)) ?? "a".repeat(length);
}

/** The forms that can be made so long. */
function formsOf(length: number): readonly string[] {
  return forms
    .filter((form) => form.length <= length)
    .flatMap((form) => [
      form.padEnd(length, form.at(-1)),
      `${form.slice(0, -1)}${"a".repeat(length - form.length)}${form.slice(-1)}`,
    ]);
}

/** A text of an allowed length that the pattern does not match. */
function unmatched(shape: Shape): string {
  const length = Math.max(1, shape.min ?? 1);
  const text = ["\u0001", " ", "!", "%", "😀"]
    .map((one) => one.repeat(length))
    .find((one) => !matches(one, shape));
  if (text === undefined) throw new Error(`Everything seems to match ${shape.pattern}.`);
  return text;
}

function matches(text: string, { pattern }: Shape): boolean {
  // without the flag for Unicode, as these patterns escape what need not be escaped
  const letters = pattern
    ?.replace(/\\p\{L\}/g, "a-zA-Z")
    .replace(/\\p\{Z\}/g, " ")
    .replace(/\\p\{N\}/g, "0-9");
  return letters === undefined || new RegExp(`^(?:${letters})$`).test(text);
}
