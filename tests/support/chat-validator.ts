/** What is wrong with a message for chats, by the schema in the documentation. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

const path = new URL("../../docs/schemas/chat.schema.json", import.meta.url);
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(path, "utf8")));

export function chatFaults(message: unknown) {
  return validate(message) ? [] : (validate.errors ?? []);
}
