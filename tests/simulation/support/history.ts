/** What was ever wanted, and for how long: pullpass may grant that, late, and nothing else; and takes nothing that is wanted. */
import type { Account } from "./account.ts";
import { isOpen, wantsIn } from "./oracle.ts";
import { grantsIn, readsBy } from "./policy.ts";
import { look, type SeenSecret, type View } from "./view.ts";

interface Wanted {
  readonly project: string;
  /** The name of the role. */
  readonly role: string;
  /** The secret's ARN. */
  readonly secret: string;
}

export interface History {
  readonly everWanted: readonly Wanted[];
  /** Adds what is wanted now, and what will be once secrets that are deleted for good are gone. */
  remember(account: Account): Promise<void>;
  /** Was the project to read a secret at any moment of that time, by the account's clock? */
  wasWanted(project: string, fromMs: number, untilMs: number): boolean;
  /** What pullpass wrote since it was last asked, and nobody ever wanted; what it took, and somebody wanted all the time. */
  unwanted(account: Account): readonly string[];
}

/** Of a want: since when, and until when; by the account's clock. */
interface Interval {
  readonly fromMs: number;
  untilMs: number;
}

/** What an invocation looked at is not older when it writes. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const longestInvocationMs = 180_000;

export function startHistory(): History {
  const wanted = new Map<string, Wanted>();
  const intervals = new Map<string, Interval[]>();

  function neverWanted({ watch }: Account): readonly string[] {
    return watch.newPolicies().flatMap(({ role, document }) => {
      const grants = grantsIn(document);
      if (grants === undefined) return [`pullpass wrote to ${role}: ${document}`];
      return [...grants.keys()]
        .filter(
          (secret) => ![...wanted.values()].some((each) => each.role === role && each.secret === secret),
        )
        .map((secret) => `pullpass granted ${secret} to ${role}, which never was to have it`);
    });
  }

  function takenAway({ watch }: Account): readonly string[] {
    return watch.mayBeTaken().flatMap(({ role, secret, before, after, grantedAtMs, atMs }) =>
      [...wanted].flatMap(([key, want]) => {
        if (want.role !== role || want.secret !== secret) return [];
        if (!readsBy(before, secret, want.project) || readsBy(after, secret, want.project)) return [];
        // Whom a grant to all let in before pullpass heard of it is let in anew once that is narrowed.
        const sinceMs = Math.min(grantedAtMs, atMs - longestInvocationMs);
        const isWanted = (intervals.get(key) ?? []).some(
          ({ fromMs, untilMs }) => fromMs <= sinceMs && atMs < untilMs,
        );
        return isWanted ? [`pullpass took ${secret} from ${role}, and ${want.project} is to read it`] : [];
      }),
    );
  }
  return {
    get everWanted() {
      return [...wanted.values()];
    },
    async remember(account) {
      const { world, going } = account;
      const view = await look(account);
      const isLeft = ({ arn }: SeenSecret) => !going.has(arn);
      const wantedNow = wantedIn(view);
      const wantedSoon = wantedIn({ ...view, secrets: view.secrets.filter(isLeft) });
      for (const [key, want] of [...wantedNow, ...wantedSoon]) wanted.set(key, want);
      const now = new Set(wantedNow.map(([key]) => key));
      const nowMs = world.sandbox.clock.now().getTime();
      for (const key of wanted.keys()) {
        const known = intervals.get(key) ?? [];
        const last = known.at(-1);
        const isOn = last?.untilMs === Number.POSITIVE_INFINITY;
        if (now.has(key) === isOn) continue;
        if (isOn) last.untilMs = nowMs;
        else intervals.set(key, [...known, { fromMs: nowMs, untilMs: Number.POSITIVE_INFINITY }]);
      }
    },
    wasWanted: (project, from, until) =>
      [...wanted].some(
        ([key, want]) =>
          want.project === project &&
          (intervals.get(key) ?? []).some(({ fromMs, untilMs }) => fromMs <= until && from <= untilMs),
      ),
    unwanted: (account) => [...neverWanted(account), ...takenAway(account)],
  };
}

/** Of roles that pullpass may touch. */
function wantedIn(view: View): readonly (readonly [key: string, want: Wanted])[] {
  const open = new Set(view.roles.filter(isOpen).map(({ name }) => name));
  return wantsIn(view)
    .filter(({ role }) => open.has(role))
    .map(({ project, role, secret: { arn } }) => [
      `${project} ${role} ${arn}`,
      { project, role, secret: arn },
    ]);
}
