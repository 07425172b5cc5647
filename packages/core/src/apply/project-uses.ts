/** Keeps the ledger's index of what projects hang on: an event of a secret or key then asks it, and lists nothing. */
import type { ProjectUse } from "../model/project-use.ts";
import { knownUsers, usesIn } from "../observe/project-uses.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Clock, Ledger } from "../ports.ts";

type Ports = {
  readonly ledger: Pick<Ledger, "usesOf" | "saveUses" | "forgetUse">;
  readonly clock: Clock;
};

/** Writes what differs. A use of another role is that role's to forget. */
export async function recordUses(snapshot: Snapshot, { ledger, clock }: Ports): Promise<void> {
  const { region, role } = snapshot.work;
  const seen = usesIn(snapshot);
  const before = await ledger.usesOf(region, knownUsers(snapshot));
  await ledger.saveUses(region, newUses(seen, before), clock.now().toISOString());
  const own = before.filter((use) => use.role === role);
  for (const use of newUses(own, seen)) await ledger.forgetUse(region, use);
}

/** Those of the uses that are not among the others. */
export function newUses(seen: readonly ProjectUse[], known: readonly ProjectUse[]): readonly ProjectUse[] {
  const texts = new Set(known.map(textOf));
  return seen.filter((use) => !texts.has(textOf(use)));
}

const textOf = ({ project, role, kind, name }: ProjectUse) => JSON.stringify([project, role, kind, name]);
