/** What is told of the keys that secrets are encrypted under: docs/findings.md#key-policy-denies and #key-unusable. */
import type { Account } from "./account.ts";
import { isOpen, wantsIn } from "./oracle.ts";
import { keyFaults, openingKey, type View } from "./view.ts";

interface Key {
  readonly pk?: string;
  readonly sk?: string;
}

/** Whoever is let in hears that the key is off, or that its policy leaves out whom IAM lets in; and nobody hears it of a key that opens. */
export async function untoldKeys(
  open: readonly Key[],
  view: View,
  { world }: Account,
): Promise<readonly string[]> {
  const roles = new Set(view.roles.filter(isOpen).map(({ name }) => name));
  const wrong: string[] = [];
  for (const { project, role, secret } of wantsIn(view)) {
    if (!roles.has(role)) continue;
    const key = await openingKey(world, secret);
    const due = key === undefined ? [] : await keyFaults(world, key);
    const told = ["key-policy-denies", "key-unusable"].filter((rule) =>
      open.some(({ pk = "", sk = "" }) => pk.endsWith(`#${project}`) && sk.endsWith(`#${rule}`)),
    );
    const isTold = due.length === 0 ? told.length === 0 : told.some((rule) => due.includes(rule));
    if (!isTold) wrong.push(`of the key of ${project} it is told ${told}, and ${due} is so`);
  }
  return wrong;
}
