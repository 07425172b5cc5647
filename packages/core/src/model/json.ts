/** A JSON object before anyone has looked into it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for what JSON calls an object: no array, no null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
