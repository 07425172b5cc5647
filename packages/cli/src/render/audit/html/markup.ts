/** Markup in which every value is text, unless it is markup itself. */
import { plain } from "@pullpass/core";

/** Made by `html` only, so that nothing from outside can pose as markup. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[];

/** A template whose values are escaped, in elements and in quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const texts = values.map((value, index) => `${safe(value)}${parts[index + 1] ?? ""}`);
  return new Markup(`${parts[0] ?? ""}${texts.join("")}`);
}

export const nothing = new Markup("");

function safe(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("\n");
  return plain(String(value)).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
