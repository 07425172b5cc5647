/** What a field of an event can be compared with. */
export type Scalar = string | number | boolean | null;

/** The values of a field: itself, or the elements if it is a list; none if it is missing, empty or an object. */
export function scalarsIn(value: unknown): readonly Scalar[] {
  if (Array.isArray(value)) return value.flatMap(scalarsIn);
  return isScalar(value) ? [value] : [];
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
