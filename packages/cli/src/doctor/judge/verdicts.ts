/** How checks end. */
import { listed, plain } from "@pullpass/core";
import type { Known } from "@pullpass/core/parts";
import type { Verdict } from "../check.ts";

export const fine = (says: string): Verdict => ({ outcome: "fine", says });
export const warning = (says: string, next: string): Verdict => ({ outcome: "warning", says, next });
export const fault = (says: string, next: string): Verdict => ({ outcome: "fault", says, next });

export type Unknown = Extract<Known<unknown>, { kind: "unknown" }>;

/** A denied read says which permission is missing; it is never taken for fine. */
export function untold(what: string, { reason, refusal }: Unknown): Verdict {
  if (refusal?.kind === "denied") {
    return {
      outcome: "unknown",
      says: `${what} cannot be told: ${refusal.call} was denied.`,
      next: `Use credentials that may call ${refusal.call}.`,
      lacks: refusal.call,
    };
  }
  const next = refusal === undefined ? "Try again." : "Look at it in the console: pullpass cannot read it.";
  return { outcome: "unknown", says: `${what} cannot be told: ${plain(reason, 300)}.`, next };
}

/** One verdict for all that one call would have told, where each is of its own thing. */
export function untoldOf(
  what: string,
  all: readonly { readonly name: string; readonly known: Known<unknown> }[],
): readonly Verdict[] {
  const unknown = all.flatMap(({ name, known }) => (known.kind === "unknown" ? [{ name, known }] : []));
  const alike = ({ known: { refusal, reason } }: { readonly known: Unknown }) =>
    refusal?.kind === "denied" ? refusal.call : reason;
  return [...Map.groupBy(unknown, alike).values()].flatMap((group) => {
    const [first] = group;
    const names = listed(
      group.map(({ name }) => name),
      3,
    );
    return first === undefined ? [] : [untold(`${what} ${names}`, first.known)];
  });
}

/** `Rule a is gone`, `Rules a and b are gone`. */
export function about(
  noun: string,
  names: readonly string[],
  [one, many]: readonly [one: string, many: string] = ["", ""],
): string {
  const isOne = names.length === 1;
  return `${noun}${isOne ? "" : "s"} ${listed(names, 3)} ${isOne ? one : many}`.trimEnd();
}

export const deployAgain = "Deploy pullpass again, by what it was deployed with: npm run sst -- deploy.";
