/** What a change of consent does, as people read it. */
import { type Consent, plain, type Secret } from "@pullpass/core";
import type { TagChange } from "../consent/change-consent.ts";
import { paintFor } from "./palette.ts";

export function consentChangeText(
  { name, arn }: Secret,
  changes: readonly TagChange[],
  look: { readonly colours: boolean },
): string {
  const paint = paintFor(look);
  const value = (text: string | undefined) => (text === undefined ? paint("dim", "no tag") : plain(text));
  return [
    `${paint("bold", `Secret ${plain(name)}`)} ${paint("dim", arn)}`,
    ...changes.flatMap(({ key, before, after }) => [
      `  ${plain(key)}`,
      `    before  ${value(before)}`,
      `    after   ${value(after)}`,
    ]),
    ...(changes.length === 0 ? ["  It is so already: nothing is changed."] : []),
  ].join("\n");
}

/** "every project of the account", "the projects web and api", … */
export function letInBy(consent: Consent): string {
  if (consent.kind === "none") return "no project";
  if (consent.kind === "all") return "every project of the account";
  const { names, prefixes, group } = consent;
  const parts = [
    ...names.map((name) => `the project ${plain(name)}`),
    ...prefixes.map((prefix) => `every project whose name begins with ${plain(prefix)}`),
    ...(group === undefined ? [] : [`every project whose group is ${plain(group)}`]),
  ];
  return parts.join(", ");
}
