/** What pullpass says of findings, against those that are open. */
import type { Account } from "./account.ts";
import type { Delivery } from "./delivery.ts";
import { isCovered } from "./muted.ts";
import { isSmooth } from "./smooth.ts";
import { type OfFinding, targets } from "./told.ts";

/** A notice of a finding on the bus. */
interface ToldFinding {
  readonly rule: string;
  readonly state?: string;
  readonly title?: string;
  readonly subject?: { readonly name?: string; readonly arn?: string };
  /** By the clock of a function. */
  readonly atMs: number;
}

/** In the order in which they were told. */
export function findingsTold({ events }: Delivery): readonly ToldFinding[] {
  return events.flatMap(({ source, time, detail }) => {
    const { rule, ...told } = detail as Partial<ToldFinding>;
    return source === "pullpass" && rule !== undefined ? [{ ...told, rule, atMs: Date.parse(time) }] : [];
  });
}

/** Was it ever told that something puts the project's credential back? Then pullpass leaves it alone for a while. */
export function isLoopTold(project: string, { events }: Delivery): boolean {
  return events.some(({ source, detail }) => {
    if (source !== "pullpass") return false;
    const text = JSON.stringify(detail);
    return text.includes("iac-drift") && text.includes(`"${project}"`);
  });
}

/** Where nothing fails and nothing is muted, what is open is told once, and not again before it was closed. */
export function openedTwice(account: Account): readonly string[] {
  const { delivery, mutes } = account;
  if (!isSmooth(account) || mutes.length > 0) return [];
  const told = Map.groupBy(
    findingsTold(delivery),
    (each) => `${each.rule} of ${each.subject?.name ?? each.subject?.arn}`,
  );
  return [...told].flatMap(([finding, each]) =>
    each.some(({ state }, index) => state === "opened" && index > 0 && each[index - 1]?.state !== "closed")
      ? [`${finding} is told as opened twice`]
      : [],
  );
}

/**
 * On topic and bus the last word of each finding is that it is open, where it is, and that it is closed where it is not; but for what
 * somebody mutes still, and what closed, for people, while it was muted.
 */
export function unheardFindings(
  open: readonly OfFinding[],
  { told, mutes, world }: Account,
): readonly string[] {
  const nowMs = world.sandbox.clock.now().getTime();
  const isMutedStill = (finding: OfFinding) =>
    mutes.some((mute) => isCovered(finding, mute) && nowMs < mute.untilMs);
  const isOpen = new Set(open.map(nameOf));
  return targets.flatMap((target) => {
    const last = new Map(
      told.all.flatMap((each) =>
        each.finding === undefined || each.target !== target ? [] : [[nameOf(each.finding), each.finding]],
      ),
    );
    const isHeard = (finding: OfFinding) => (last.get(nameOf(finding))?.state ?? "closed") !== "closed";
    const mayBeLeft = (finding: OfFinding) =>
      target === "topic" && mutes.some((mute) => isCovered(finding, mute));
    return [
      ...open
        .filter((finding) => !isHeard(finding) && !isMutedStill(finding))
        .map((finding) => `${nameOf(finding)} is open, and the ${target} did not hear of it`),
      ...[...last.values()]
        .filter((finding) => isHeard(finding) && !isOpen.has(nameOf(finding)) && !mayBeLeft(finding))
        .map((finding) => `${nameOf(finding)} is told to the ${target} as open, and is not`),
    ];
  });
}

const nameOf = ({ rule, subject }: OfFinding) => `${rule} of ${subject}`;
