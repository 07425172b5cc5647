/** What pullpass says of findings on the bus, against those that are open. */
import type { Account } from "./account.ts";
import type { Delivery } from "./delivery.ts";

/** A notice of a finding on the bus. */
interface ToldFinding {
  readonly rule: string;
  readonly state?: string;
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

/** Of an item of the ledger. */
interface Key {
  readonly pk?: string;
  readonly sk?: string;
}

/** The last word of each finding is that it is open, where it is, and that it is closed where it is not. */
export function unheardFindings(open: readonly Key[], { delivery }: Account): readonly string[] {
  const last = new Map<string, string | undefined>();
  for (const { rule, state, subject } of findingsTold(delivery))
    last.set(`${rule} of ${subject?.name ?? subject?.arn}`, state);
  const isOpen = new Set(open.map(({ pk = "", sk = "" }) => `${after(sk)} of ${after(after(pk))}`));
  return [
    ...[...isOpen]
      .filter((finding) => (last.get(finding) ?? "closed") === "closed")
      .map((finding) => `${finding} is open, and nobody heard of it`),
    ...[...last]
      .filter(([finding, state]) => state !== "closed" && !isOpen.has(finding))
      .map(([finding]) => `${finding} is told as open, and is not`),
  ];
}

/** Where nothing fails, what is open is told once, and not again before it was closed. */
export function toldTwice({ delivery, faults, functions }: Account): readonly string[] {
  if (faults.count() > 0 || functions.crashed.size > 0) return [];
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

/** Of the parts of a key, all after the first. */
const after = (key: string) => key.slice(key.indexOf("#") + 1);
