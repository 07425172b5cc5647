/** What topic and bus get of pullpass, and how often: docs/notices.md. */
import { invocations, onNotice, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import { home } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";
import { noRoom } from "./functions.ts";
import { roleName } from "./role-name.ts";

export const targets = ["topic", "bus"] as const;
type Target = (typeof targets)[number];

interface ToldOnce {
  readonly target: Target;
  readonly finding?: ToldFinding;
  /** A finding has this in all its states; a change has its own words. */
  readonly about: string;
  /** All of it, as text. */
  readonly text: string;
  /** By the account's clock. */
  readonly atMs: number;
}

/** One in the ledger, or that a notice tells of. */
export interface OfFinding {
  readonly rule: string;
  /** `project web`, `role build`. */
  readonly subject: string;
}

interface ToldFinding extends OfFinding {
  readonly state: string;
}

export interface ToldNotices {
  readonly all: readonly ToldOnce[];
}

export function watchNotices(sandbox: Sandbox, topicArn: string): ToldNotices {
  const all: ToldOnce[] = [];
  const add = (target: Target, text: string, finding: ToldFinding | undefined) => {
    const about = finding === undefined ? text : `${finding.rule} of ${finding.subject}`;
    all.push({ target, about, text, atMs: sandbox.clock.now().getTime(), ...(finding && { finding }) });
  };
  onNotice(sandbox, topicArn, ({ subject, text, attributes }) => {
    const { rule, state = "" } = attributes;
    const [, kind = "", name] = /^(Project|Role) +(\S+)$/m.exec(text) ?? [];
    const finding =
      rule === undefined ? undefined : { rule, state, subject: `${kind.toLowerCase()} ${name}` };
    add("topic", JSON.stringify([subject, text, attributes]), finding);
  });
  sandbox.onEvent(({ source, region, time, detail }) => {
    if (source !== "pullpass" || region !== home) return;
    const { rule, state = "", subject } = detail as FindingDetail;
    const text = JSON.stringify([time, detail]);
    const name = subject?.name ?? roleName(subject?.arn);
    add("bus", text, rule === undefined ? undefined : { rule, state, subject: `${subject?.kind} ${name}` });
  });
  return { all };
}

interface FindingDetail {
  readonly rule?: string;
  readonly state?: string;
  readonly subject?: { readonly kind: string; readonly name?: string; readonly arn?: string };
}

/**
 * "A function that dies between sending and noting it repeats one message", and so does a reply that is lost. What comes late is held
 * against the receipts: no target hears twice of what another one could not take. A finding that closes in between opens anew.
 */
export function toldTwice({ told, world, faults, functions }: Account): readonly string[] {
  const diedAtMs = functions.crashedAtMs;
  const beganAtMs = invocations(world.sandbox)
    .filter(({ function: name, outcome }) => name === "pullpass-notify" && outcome !== "succeeded")
    .filter(({ error }) => error?.includes(noRoom) !== true)
    .map(({ at }) => at.getTime());
  const excusesAtMs = [...beganAtMs, ...faults.lostAtMs];
  const isBetween = (atMs: number, fromMs: number, untilMs: number) =>
    fromMs - invocationMs <= atMs && atMs <= untilMs;
  const isExcused = (fromMs: number, untilMs: number) =>
    // Who died after that left no receipt, however late the next one can look.
    diedAtMs.some((atMs) => isBetween(atMs, fromMs, fromMs)) ||
    (untilMs - fromMs <= lateMs && excusesAtMs.some((atMs) => isBetween(atMs, fromMs, untilMs)));
  const alike = Map.groupBy(told.all, ({ target, about }) => `${target} ${about}`);
  return [...alike.values()].flatMap((notices) =>
    notices.flatMap(({ target, text, atMs }, index) => {
      const before = notices[index - 1];
      if (before?.text !== text || isExcused(before.atMs, atMs)) return [];
      return [`the ${target} was told twice: ${text.slice(0, 300)}`];
    }),
  );
}

/** So long one that failed may have run before it told the first. */
const invocationMs = 30_000;

/** Longer than that on the way is late. */
const lateMs = 3 * 60_000;
