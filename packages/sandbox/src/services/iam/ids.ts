import { keyIdAlphabet } from "../../principals.ts";
import type { Call } from "../../service.ts";

/** A unique id: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function newId(prefix: "AROA" | "AIDA" | "ANPA" | "AKIA", { sandbox }: Call): string {
  const length = prefix === "AKIA" ? 16 : 17;
  return `${prefix}${sandbox.ids.text(length, keyIdAlphabet)}`;
}
