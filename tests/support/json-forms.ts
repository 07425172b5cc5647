/** The JSON that commands print, held against the schemas of docs/schemas. */
import { readdirSync, readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";

const folder = new URL("../../docs/schemas/", import.meta.url);
const ajv = new Ajv({ allErrors: true, validateFormats: false });
const compiled = new Map<string, ValidateFunction>();

/** Readers may meet members that a later version adds; this version adds none that the schema does not have. */
export function closed(part: object): object {
  const members = Object.entries(part).map(([name, value]) => [name, closedValue(value)]);
  return { ...Object.fromEntries(members), ...("required" in part && { additionalProperties: false }) };
}

function closedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedValue);
  return typeof value === "object" && value !== null ? closed(value) : value;
}

/** The names of all forms that commands print, as their files have them; notices have schemas of their own. */
export function jsonForms(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => readFileSync(new URL(file, folder), "utf8").includes('"const": "pullpass-'))
    .map((file) => file.replace(".schema.json", ""));
}

/** What is wrong with a document, by the schema of its form; nothing where nothing is. */
export function formFaults(document: unknown): unknown {
  const form = formOf(document);
  if (form === undefined) return `no document of pullpass: ${JSON.stringify(document).slice(0, 200)}`;
  const validate = compiled.get(form) ?? compile(form);
  compiled.set(form, validate);
  return validate(document) ? [] : validate.errors;
}

function formOf(document: unknown): string | undefined {
  if (typeof document !== "object" || document === null || !("schema" in document)) return undefined;
  return /^pullpass-([a-z-]+)\/\d+$/.exec(String(document.schema))?.[1];
}

function compile(form: string): ValidateFunction {
  const parts = "parts.schema.json";
  if (ajv.getSchema(parts) === undefined) ajv.addSchema(closed(read(parts)), parts);
  return ajv.compile(closed(read(`${form}.schema.json`)));
}

function read(file: string): object {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8"));
}
