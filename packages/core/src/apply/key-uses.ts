/** Keeps the ledger's index of keys: an event of a key then asks it, and lists nothing. */
import type { KeyUse } from "../model/key-use.ts";
import { keyUsesIn, knownUsers } from "../observe/key-uses.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Clock, Ledger } from "../ports.ts";

type Ports = {
  readonly ledger: Pick<Ledger, "keyUsesOf" | "saveKeyUse" | "forgetKeyUse">;
  readonly clock: Clock;
};

/** Writes what differs. A use of another role is that role's to forget. */
export async function recordKeyUses(snapshot: Snapshot, { ledger, clock }: Ports): Promise<void> {
  const { region, role } = snapshot.work;
  const seen = keyUsesIn(snapshot);
  const before = await ledger.keyUsesOf(region, knownUsers(snapshot));
  const now = clock.now().toISOString();
  for (const use of newUses(seen, before)) await ledger.saveKeyUse(region, use, now);
  const isStale = (use: KeyUse) =>
    use.role === role && !seen.some(({ project, key }) => project === use.project && key === use.key);
  for (const use of before.filter(isStale)) await ledger.forgetKeyUse(region, use);
}

/** Those of the uses that are not among the others. */
export function newUses(seen: readonly KeyUse[], known: readonly KeyUse[]): readonly KeyUse[] {
  const texts = new Set(known.map(textOf));
  return seen.filter((use) => !texts.has(textOf(use)));
}

const textOf = ({ project, role, key }: KeyUse) => JSON.stringify([project, role, key]);
