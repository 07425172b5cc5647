/**
 * What is recorded as failed: "pullpass was interrupted here. The account does not show the change, and nothing asks for it any more."
 * What AWS refuses leaves no record. docs/architecture.md: "Write-ahead".
 */
import type { Account } from "./account.ts";
import { isLoopTold } from "./heard.ts";
import type { History } from "./history.ts";
import type { Recorded } from "./recorded.ts";
import { isSmooth } from "./smooth.ts";

export function wrongFailures(
  records: readonly Recorded[],
  account: Account,
  history: History,
): readonly string[] {
  const { conditions, delivery, restarts } = account;
  const failed = records.filter(({ state, kind }) => state === "failed" && kind !== "retry");
  if (isSmooth(account)) {
    const isStarted = ({ kind, state, of }: Recorded) =>
      kind === "retry" && state === "failed" && restarts.made.some((each) => each.of === of);
    return [
      ...failed.map(({ kind, of }) => `the ${kind} of ${of} failed, and nothing interrupted it`),
      ...records.filter(isStarted).map(({ of }) => `${of} was started again, and is recorded as not`),
    ];
  }
  const isAsked = ({ kind, role, secret, projects, plannedAtMs, settledAtMs }: Recorded) => {
    if (secret === undefined || kind === "revocation" || projects.length === 0) return false;
    if (kind === "normalization" && projects.some((name) => isLoopTold(name, delivery))) return false;
    const from = plannedAtMs - conditions.skewMs;
    const until = settledAtMs + conditions.skewMs;
    return history.wereWanted({ role, secret }, projects, from, until);
  };
  return failed
    .filter(isAsked)
    .map(({ kind, of }) => `the ${kind} of ${of} is recorded as failed, and was asked for all the time`);
}
