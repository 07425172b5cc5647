/** What is wrong with a finding for Security Hub, by AWS's description of the format. */
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";

export async function asffValidator() {
  const schema = JSON.parse(await readFile(new URL("asff.schema.json", import.meta.url), "utf8"));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  return (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));
}
