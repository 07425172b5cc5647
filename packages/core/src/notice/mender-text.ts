/** Who can mend something, in words. */
import type { Finding } from "../model/finding.ts";
import { plain } from "./plain.ts";

/** `secret owner: ann@example.com, by the secret's tag owner` */
export function menderText({ mender, contact }: Pick<Finding, "mender" | "contact">): string {
  return contact === undefined
    ? mender
    : `${mender}: ${plain(contact.name, nameMax)}, by ${plain(contact.by, nameMax)}`;
}

/** A tag's value has no more. */
const nameMax = 256;
