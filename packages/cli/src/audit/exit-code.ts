/** How a look at projects ends, by what was found. */
import type { AuditInRows } from "@pullpass/audit";
import { type Severity, severities } from "@pullpass/core";
import { exitCodes } from "../exit-codes.ts";

/** Says 0, 1 or 3. Without `failOn` no finding fails the command. */
export function exitCodeOf(
  { counts, unread, regions }: Pick<AuditInRows, "counts" | "unread" | "regions">,
  failOn: Severity | undefined,
): number {
  if (unread.length === regions.length) return exitCodes.unseen;
  if (failOn === undefined) return exitCodes.ok;
  return isAnyAsBadAs(failOn, counts.findings) ? exitCodes.found : exitCodes.ok;
}

/** Is there a finding of that severity, or a worse one? */
export function isAnyAsBadAs(severity: Severity, counts: Readonly<Record<Severity, number>>): boolean {
  return severities.slice(0, severities.indexOf(severity) + 1).some((each) => counts[each] > 0);
}
