/** Every call of an operation that breaks one constraint of its model. */
import type { Model, Shape } from "../../../packages/sandbox/botocore-models.ts";
import { brokenValues, sampleOf, shapeOf } from "./samples.ts";

export interface BrokenCall {
  readonly operation: string;
  /** `environment.image min` */
  readonly breaks: string;
  /** The member that is wrong: `image`. */
  readonly member: string;
  readonly input: unknown;
}

/** The least input that the model allows. */
export function leastInput(operation: string, model: Model): unknown {
  const input = model.operations[operation]?.input;
  return input ? sampleOf(shapeOf(input.shape, model), model) : {};
}

/** Each constraint of each member once; a structure that holds itself is entered once. */
export function brokenCalls(operation: string, model: Model): readonly BrokenCall[] {
  const input = model.operations[operation]?.input;
  if (!input) return [];
  const least = leastInput(operation, model);
  return walk(input.shape, { path: [], member: "", within: [], put: (value) => value, at: least }).map(
    ({ path, ...broken }) => ({ operation, breaks: `${path.join(".")} ${broken.constraint}`, ...broken }),
  );

  function walk(name: string, place: Place): readonly Found[] {
    if (place.within.includes(name)) return [];
    const shape = shapeOf(name, model);
    const found = brokenValues(shape, model).map(([constraint, value]) => ({
      path: place.path,
      member: place.member,
      constraint,
      input: place.put(value),
    }));
    return [...found, ...missing(shape, place), ...inside(name, shape, place)];
  }

  function inside(name: string, shape: Shape, place: Place): readonly Found[] {
    const within = [...place.within, name];
    const members = Object.entries(shape.members ?? {}).flatMap(([member, { shape: of }]) => {
      const least = asRecord(place.at);
      const put = (value: unknown) => place.put({ ...least, [member]: value });
      const at = least[member] ?? sampleOf(shapeOf(of, model), model);
      return walk(of, { path: [...place.path, member], member, within, put, at });
    });
    const { path, member, put } = place;
    const sample = (of: string) => sampleOf(shapeOf(of, model), model);
    const { member: element, key, value } = shape;
    return [
      ...members,
      ...(element
        ? walk(element.shape, {
            path: [...path, "1"],
            member,
            within,
            put: (one) => put([one]),
            at: sample(element.shape),
          })
        : []),
      ...(key && value
        ? [
            ...walk(key.shape, {
              path: [...path, "key"],
              member,
              within,
              put: (one) => put({ [String(one)]: sample(value.shape) }),
              at: sample(key.shape),
            }),
            ...walk(value.shape, {
              path: [...path, "value"],
              member,
              within,
              put: (one) => put({ [String(sample(key.shape))]: one }),
              at: sample(value.shape),
            }),
          ]
        : []),
    ];
  }
}

interface Place {
  readonly path: readonly string[];
  readonly member: string;
  readonly within: readonly string[];
  readonly put: (value: unknown) => unknown;
  readonly at: unknown;
}

interface Found {
  readonly path: readonly string[];
  readonly member: string;
  readonly constraint: string;
  readonly input: unknown;
}

function missing({ required = [] }: Shape, { path, put, at }: Place): readonly Found[] {
  return required.map((name) => {
    const { [name]: _, ...rest } = asRecord(at);
    return { path: [...path, name], member: name, constraint: "required", input: put(rest) };
  });
}

const asRecord = (value: unknown) => ({ ...(value as Readonly<Record<string, unknown>>) });
