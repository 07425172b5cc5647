/** Where an input is not as its model says. */
import type { Constraints, ShapeConstraints } from "./constraints.ts";
import { allRules, type BrokenRule, brokenRules } from "./rules.ts";

export interface Violation {
  readonly kind: BrokenRule["kind"] | "required";
  /** As AWS writes it: `environment.environmentVariables.1.member.name` */
  readonly path: string;
  /** The member as the model names it. */
  readonly member: string;
  readonly value: unknown;
  /** The text or number itself, where the value is the list or the map that it is in. */
  readonly culprit: unknown;
  /** The value is not to be repeated. */
  readonly sensitive: boolean;
  /** `Member must not be null` */
  readonly rule: string;
}

/** All of them, those of a structure before those of what is in it. */
export function violationsOf(
  operation: string,
  input: unknown,
  constraints: Constraints,
): readonly Violation[] {
  const name = constraints.operations[operation];
  if (name === undefined) return [];
  return inShape(name, input ?? {}, { path: "", member: "" }, constraints.shapes);
}

interface Place {
  readonly path: string;
  readonly member: string;
}

type Shapes = Constraints["shapes"];
type Members = Readonly<Record<string, unknown>>;

function inShape(name: string, value: unknown, place: Place, shapes: Shapes): readonly Violation[] {
  const shape = shapes[name];
  if (!shape || isAbsent(value)) return [];
  const own = brokenRules(shape, value).map((broken) => ({
    ...place,
    ...broken,
    value,
    culprit: value,
    sensitive: isSensitive(shape, shapes),
  }));
  return [...own, ...inside(shape, value, place, shapes)];
}

function inside(shape: ShapeConstraints, value: unknown, place: Place, shapes: Shapes): readonly Violation[] {
  if (Array.isArray(value)) return inList(shape, value, place, shapes);
  if (!isMembers(value)) return [];
  const isMap = shape.key !== undefined || shape.value !== undefined;
  return isMap ? inMap(shape, value, place, shapes) : inStructure(shape, value, place, shapes);
}

function inStructure(
  { required = [], members = {} }: ShapeConstraints,
  value: Members,
  { path }: Place,
  shapes: Shapes,
): readonly Violation[] {
  const at = (member: string): Place => ({
    path: path === "" ? lowerFirst(member) : `${path}.${lowerFirst(member)}`,
    member,
  });
  return [
    ...required.filter((member) => isAbsent(value[member])).map((member) => ({ ...at(member), ...absent })),
    ...Object.entries(members).flatMap(([member, name]) => inShape(name, value[member], at(member), shapes)),
  ];
}

const absent = {
  kind: "required",
  rule: "Member must not be null",
  value: null,
  culprit: null,
  sensitive: false,
} as const;

function inList(
  shape: ShapeConstraints,
  values: readonly unknown[],
  place: Place,
  shapes: Shapes,
): readonly Violation[] {
  const { element } = shape;
  if (element === undefined) return [];
  if (!values.some(isNested)) return ofSimple("Member", element, shape, values, values, place, shapes);
  return values.flatMap((value, index) =>
    inShape(element, value, { ...place, path: `${place.path}.${index + 1}.member` }, shapes),
  );
}

function inMap(shape: ShapeConstraints, map: Members, place: Place, shapes: Shapes): readonly Violation[] {
  const { key, value } = shape;
  const values = Object.values(map);
  const ofKeys =
    key === undefined ? [] : ofSimple("Map keys", key, shape, Object.keys(map), map, place, shapes);
  if (value === undefined) return ofKeys;
  if (!values.some(isNested))
    return [...ofKeys, ...ofSimple("Map value", value, shape, values, map, place, shapes)];
  const ofValues = Object.entries(map).flatMap(([name, one]) =>
    inShape(value, one, { ...place, path: `${place.path}.${name}.member` }, shapes),
  );
  return [...ofKeys, ...ofValues];
}

/** Texts and numbers in a list or a map: AWS tells of the whole, once, and names all the rules there are for them. */
function ofSimple(
  which: "Member" | "Map keys" | "Map value",
  name: string,
  container: ShapeConstraints,
  values: readonly unknown[],
  value: unknown,
  place: Place,
  shapes: Shapes,
): readonly Violation[] {
  const shape = shapes[name] ?? {};
  const [broken] = values.flatMap((culprit) =>
    brokenRules(shape, culprit).map(({ kind }) => ({ kind, culprit })),
  );
  if (!broken) return [];
  const rules = allRules(shape, typeof values[0] === "number");
  const rule = `${which} must satisfy constraint: [${rules.join(", ")}]`;
  return [{ ...place, ...broken, value, sensitive: isSensitive(container, shapes), rule }];
}

/** Itself, or what it holds if it is a list or a map. */
function isSensitive({ sensitive, element, key, value }: ShapeConstraints, shapes: Shapes): boolean {
  const inner = [element, key, value].flatMap((name) => (name === undefined ? [] : (shapes[name] ?? [])));
  return sensitive === true || inner.some((shape) => isSensitive(shape, shapes));
}

const isAbsent = (value: unknown) => value === undefined || value === null;

/** A structure, a map or a list, which has a path of its own. */
const isNested = (value: unknown) => isMembers(value) || Array.isArray(value);

function isMembers(value: unknown): value is Members {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Date)
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
