/** The table of the constraints that a service's model puts on the input of some operations. */
import type { Model, Shape } from "./botocore-models.ts";
import type { Constraints, ShapeConstraints } from "./src/constraints/constraints.ts";

/** `from` says which model it is. Operations are all there, shapes those with a constraint in them. */
export function constraintTable(model: Model, operations: readonly string[], from: string): Constraints {
  const inputs = operations.flatMap((operation) => {
    const input = model.operations[operation]?.input?.shape;
    return input === undefined ? [] : [[operation, input] as const];
  });
  const reached = new Set<string>();
  for (const [, input] of inputs) reach(input, model, reached);
  const kept = constrained([...reached], model);
  return {
    from,
    operations: Object.fromEntries(inputs.sort()),
    shapes: Object.fromEntries([...kept].sort().map((name) => [name, entry(name, model, kept)])),
  };
}

/** As JSON, a line for each shape. */
export function printTable({ from, operations, shapes }: Constraints): string {
  const lines = (record: object) =>
    Object.entries(record).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return [
    "{",
    `  "from": ${JSON.stringify(from)},`,
    `  "operations": {\n${lines(operations).join(",\n")}\n  },`,
    `  "shapes": {\n${lines(shapes).join(",\n")}\n  }`,
    "}\n",
  ].join("\n");
}

function reach(name: string, model: Model, reached: Set<string>): void {
  if (reached.has(name)) return;
  reached.add(name);
  for (const inner of within(shapeOf(name, model))) reach(inner, model, reached);
}

/** Those with a constraint of their own, and those that hold one of them. */
function constrained(names: readonly string[], model: Model): ReadonlySet<string> {
  const kept = new Set(names.filter((name) => hasConstraint(shapeOf(name, model))));
  for (let size = -1; size < kept.size; ) {
    size = kept.size;
    for (const name of names)
      if (within(shapeOf(name, model)).some((inner) => kept.has(inner))) kept.add(name);
  }
  return kept;
}

/** A sensitive shape is one that errors must not repeat, so it has to be known. */
function hasConstraint(shape: Shape): boolean {
  const { required = [], max, enum: values, pattern, sensitive } = shape;
  return (
    required.length > 0 ||
    least(shape) !== undefined ||
    max !== undefined ||
    values !== undefined ||
    pattern !== undefined ||
    sensitive === true
  );
}

function entry(name: string, model: Model, kept: ReadonlySet<string>): ShapeConstraints {
  const shape = shapeOf(name, model);
  const { required = [], max, enum: values, pattern, sensitive } = shape;
  const min = least(shape);
  const of = (inner: { readonly shape: string } | undefined) =>
    inner && kept.has(inner.shape) ? inner.shape : undefined;
  const members = Object.entries(shape.members ?? {}).filter(([, member]) => of(member));
  const [element, key, value] = [of(shape.member), of(shape.key), of(shape.value)];
  return {
    ...(required.length > 0 && { required }),
    ...(members.length > 0 && {
      members: Object.fromEntries(members.map(([member, { shape: inner }]) => [member, inner])),
    }),
    ...(element !== undefined && { element }),
    ...(key !== undefined && { key }),
    ...(value !== undefined && { value }),
    ...(values && { enum: values }),
    ...(pattern !== undefined && { pattern }),
    ...(pattern !== undefined && swift[pattern] !== undefined && { matches: swift[pattern] }),
    ...(max !== undefined && { max }),
    ...(min !== undefined && { min }),
    ...(sensitive && { sensitive }),
  };
}

/** Nothing has fewer than no characters. */
function least({ min, type }: Shape): number | undefined {
  const isNumber = ["integer", "long", "float", "double"].includes(type);
  return min !== undefined && (min > 0 || isNumber) ? min : undefined;
}

/** Patterns that take a backtracking matcher exponentially long, and others that match the same texts. */
const swift: Readonly<Record<string, string>> = {
  "^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$": "^\\t*[\\x20-\\x7E][\\t\\x20-\\x7E]*$",
};

function within({ members = {}, member, key, value }: Shape): readonly string[] {
  return [...Object.values(members), member, key, value].flatMap((inner) => (inner ? [inner.shape] : []));
}

function shapeOf(name: string, { shapes }: Model): Shape {
  const shape = shapes[name];
  if (!shape) throw new Error(`The model has no shape ${name}.`);
  return shape;
}
