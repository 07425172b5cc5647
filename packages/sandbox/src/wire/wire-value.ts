/** The JSON protocols' forms, for `JSON.stringify`: epoch seconds for a date, base64 for bytes. */
export function wireValue(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  if (original instanceof Date) return original.getTime() / 1000;
  if (original instanceof Uint8Array) return Buffer.from(original).toString("base64");
  return value;
}
