/** What was ever wanted, and for how long: pullpass may grant that, late, and nothing else; and takes nothing that is wanted. */
import type { Account } from "./account.ts";
import { isOpen, wantsIn } from "./oracle.ts";
import { grantsIn } from "./policy.ts";
import { look } from "./view.ts";

export interface History {
  readonly everWanted: readonly {
    readonly project: string;
    readonly role: string;
    readonly secret: string;
  }[];
  /** Adds what is wanted now. */
  remember(account: Account): Promise<void>;
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
  const wanted = new Map<string, History["everWanted"][number]>();
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
    return watch.newlyTaken().flatMap(({ role, secret, atMs }) =>
      [...wanted].flatMap(([key, want]) => {
        if (want.role !== role || want.secret !== secret) return [];
        const isWanted = (intervals.get(key) ?? []).some(
          ({ fromMs, untilMs }) => fromMs <= atMs - longestInvocationMs && atMs < untilMs,
        );
        return isWanted ? [`pullpass took ${secret} from ${role}, and ${want.project} is to read it`] : [];
      }),
    );
  }
  return {
    get everWanted() {
      return [...wanted.values()];
    },
    async remember({ world }) {
      const view = await look(world);
      const open = view.roles.filter(isOpen);
      const now = new Set<string>();
      for (const { project, role, secret } of wantsIn(view)) {
        if (!open.some(({ name }) => name === role)) continue;
        const key = `${project} ${role} ${secret.arn}`;
        wanted.set(key, { project, role, secret: secret.arn });
        now.add(key);
      }
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
    unwanted: (account) => [...neverWanted(account), ...takenAway(account)],
  };
}
