/** A mute: findings of a rule or of a project that nobody wants to hear of for a while. What pullpass does is never muted. */
import type { Finding } from "./finding.ts";

export type MuteTarget =
  /** Its id; one of another version of pullpass covers nothing here. */
  | { readonly kind: "rule"; readonly rule: string }
  /** Findings about the project itself. What is wrong with its role is the role's. */
  | { readonly kind: "project"; readonly name: string };

/** All times are ISO 8601. */
export interface Mute {
  readonly id: string;
  readonly region: string;
  readonly target: MuteTarget;
  /** The ARN of who muted it, as the command that recorded it said. */
  readonly by: string;
  readonly at: string;
  readonly until: string;
  /** Who ended it before its time. */
  readonly lifted?: { readonly by: string; readonly at: string };
  /** When a sweep told of what was still open at its end. */
  readonly toldAt?: string;
}

/** So that no mute is forgotten for ever. */
export const muteDaysMax = 366;

export function muteEnd({ until, lifted }: Mute): string {
  return lifted !== undefined && lifted.at < until ? lifted.at : until;
}

export function isMuting(mute: Mute, now: string): boolean {
  return now < muteEnd(mute);
}

/** Those that cover the finding now; another that ended leaves it muted. */
export function mutesOf(
  finding: Pick<Finding, "rule" | "subject" | "region">,
  mutes: readonly Mute[],
  now: string,
): readonly Mute[] {
  return mutes.filter((mute) => isMuting(mute, now) && covers(mute, finding));
}

/** Whether or not it has ended. */
export function covers(
  { target, region }: Mute,
  finding: Pick<Finding, "rule" | "subject" | "region">,
): boolean {
  if (region !== finding.region) return false;
  return target.kind === "rule"
    ? target.rule === finding.rule
    : finding.subject.kind === "project" && finding.subject.name === target.name;
}

export function isSameTarget(a: MuteTarget, b: MuteTarget): boolean {
  return a.kind === "rule"
    ? b.kind === "rule" && a.rule === b.rule
    : b.kind === "project" && a.name === b.name;
}

/** What is to be said because mutes ended. */
export interface EndedMutes {
  /** Whose end was not told yet. */
  readonly mutes: readonly Mute[];
  /** Open findings that one of them covered and none covers now, with when they were last muted. */
  readonly toTell: readonly { readonly finding: Finding; readonly mutedUntil: string }[];
}

export function endedMutes(all: readonly Mute[], open: readonly Finding[], now: string): EndedMutes {
  const mutes = all.filter((mute) => mute.toldAt === undefined && !isMuting(mute, now));
  const toTell = open.flatMap((finding) => {
    const [last] = mutes
      .filter((mute) => covers(mute, finding))
      .map(muteEnd)
      .sort()
      .reverse();
    return last === undefined || mutesOf(finding, all, now).length > 0 ? [] : [{ finding, mutedUntil: last }];
  });
  return { mutes, toTell };
}
