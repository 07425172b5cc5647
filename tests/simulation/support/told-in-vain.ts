/** Findings are told when their cause comes and goes, and neither for a read that failed: docs/findings.md. */
import type { Account } from "./account.ts";
import { findingsTold } from "./heard.ts";
import type { History, Moment } from "./history.ts";
import { findingsOfCredentials } from "./oracle.ts";
import { roleName } from "./role-name.ts";

/** What an invocation looked at is not older when it tells of it, whatever its clock says and IAM shows. */
const windowMs = 240_000;

/** Events tell whole seconds. */
const secondMs = 1_000;

/** What was told as open, and never was so in the time before; and what was told as closed, and was so all that time. */
export function toldInVain(account: Account, { moments }: History): readonly string[] {
  const { skewMs, hasOlderRecords } = account.conditions;
  // What an older version left was told before anybody looked.
  const isOlder = (atMs: number) => hasOlderRecords && atMs <= account.startedAt.getTime();
  const told = findingsTold(account.delivery).filter(({ atMs }) => !isOlder(atMs));
  return told.flatMap(({ rule, state, subject, title, atMs }) => {
    const during = momentsIn(moments, atMs - windowMs, atMs + skewMs + secondMs);
    const role = roleName(subject?.arn);
    if (rule === "role-not-codebuild" && state === "opened" && during.every(({ roles }) => roles.has(role)))
      return [`${rule} of ${role} is told, and CodeBuild may assume it`];
    if (rule === "role-not-codebuild" && title?.includes("everybody") === true)
      return [`of ${role}, which admits another service alone, it is told: ${title}`];
    if (!findingsOfCredentials.includes(rule)) return [];
    const name = subject?.name ?? "";
    const isDue = ({ due }: Moment) => due.get(name)?.has(rule) === true;
    const isOnlyDue = (each: Moment) =>
      isDue(each) && each.due.get(name)?.size === 1 && each.served.has(name);
    if (state === "opened" && !during.some(isDue)) return [`${rule} of ${name} is told, and is not so`];
    // What was found of a project that was deleted closes with it, also where another has its name by then.
    const isFirst = !hasOlderRecords && isOnce(name, moments, atMs + skewMs + secondMs);
    return state === "closed" && isFirst && during.every(isOnlyDue)
      ? [`${rule} of ${name} is told as closed, and still is so`]
      : [];
  });
}

function momentsIn(moments: readonly Moment[], fromMs: number, untilMs: number): readonly Moment[] {
  return moments.filter(
    (moment, index) =>
      moment.fromMs <= untilMs && (moments[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY) >= fromMs,
  );
}

/** Was there no other project of that name before? */
function isOnce(name: string, moments: readonly Moment[], untilMs: number): boolean {
  const before = moments.filter(({ fromMs }) => fromMs <= untilMs);
  const first = before.findIndex(({ due }) => due.has(name));
  return first >= 0 && before.slice(first).every(({ due }) => due.has(name));
}
