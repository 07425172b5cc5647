/** How `audit`, `explain` and `check` end, for CI. */
import type { AuditInRows } from "@pullpass/audit";
import { type Severity, severities } from "@pullpass/core";
import { type Command, CommanderError } from "commander";
import { formatError } from "../render/format-error.ts";
import type { Terminal } from "../terminal.ts";

export const exitCodes = {
  ok: 0,
  /** A finding at the severity that was asked for, or a worse one. */
  found: 1,
  usage: 2,
  /** What was asked for could not be looked at, or is nowhere. */
  unseen: 3,
} as const;

/** For the help. */
export const aboutExitCodes = `
Exit code:
  0  looked, and no finding is as bad as --fail-on says
  1  there is such a finding
  2  the command was not understood
  3  nothing could be looked at: not signed in, or no project could be read; or a project that was named is nowhere
What could not be read in part is named as unknown, and never fails the command. Only what the filters ask for is
shown, in every form, and only that decides between 0 and 1.`;

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

/** Usage errors end the command with 2. */
export function endingWithUsage(command: Command): Command {
  return command.exitOverride((error) => {
    const code = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw new CommanderError(code, error.code, error.message);
  });
}

/** What keeps the command from looking is told as everywhere, and ends it with 3. */
export async function exitOnFailedRead(
  work: () => Promise<void>,
  debug: boolean,
  out: Terminal,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    out.note(formatError(error, { debug }));
    out.endWith(exitCodes.unseen);
  }
}
