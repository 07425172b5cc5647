/** What is wrong with a SARIF log by the standard's own schema. */
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";

export async function sarifValidator() {
  const text = await readFile(new URL("../schemas/sarif-schema-2.1.0.json", import.meta.url), "utf8");
  const { $schema: _draft4, id: _id, ...schema } = JSON.parse(text);
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  return (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));
}
