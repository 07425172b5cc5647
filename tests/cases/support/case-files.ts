/** The cases of a folder, and how a placeholder in one is filled in. */
import { readdirSync, readFileSync } from "node:fs";

/** Each as `[file, case]`, by the file's name. */
export function casesIn<Case>(folder: "access" | "projects"): readonly (readonly [string, Case])[] {
  const at = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(at)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(new URL(file, at), "utf8"))] as const);
}

/** With each `{{NAME}}` in its texts in place; what is no placeholder of the table stays. */
export function filledIn<T>(value: T, placeholders: Readonly<Record<string, string>>): T {
  const text = JSON.stringify(value).replaceAll(
    /\{\{([A-Z_]+)\}\}/g,
    (whole, name: string) => placeholders[name] ?? whole,
  );
  return JSON.parse(text);
}
