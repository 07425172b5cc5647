/** What was ever wanted, and for how long: pullpass may grant that, late, and nothing else; and takes nothing that is wanted. */
import type { Account } from "./account.ts";
import { consents, findingOf, isIgnored, isOpen, tagsOf, wantsIn } from "./oracle.ts";
import { grantsIn, readsBy } from "./policy.ts";
import { takenTooEarly } from "./removals.ts";
import { roleName } from "./role-name.ts";
import { look, type SeenSecret, type View } from "./view.ts";
import type { Taken } from "./watch.ts";

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
  /** Were they all to read that secret by that role all that time, by the account's clock? */
  wereWanted(
    of: Omit<Wanted, "project">,
    projects: readonly string[],
    fromMs: number,
    untilMs: number,
  ): boolean;
  /** Was any project to read that secret by that role at any moment of that time? */
  wasWantedBy(role: string, secret: string, fromMs: number, untilMs: number): boolean;
  /** May a function have seen, when it wrote then, that the secret does not consent to all that ever were to have it by that role? */
  mayBeWithdrawn(role: string, secret: string, atMs: number): boolean;
  /** When it was wanted. */
  intervalsOf(want: Wanted): readonly Interval[];
  /** What was to be told of each project, and which roles were open, each since people did something last. */
  readonly moments: readonly Moment[];
  /** What pullpass wrote since it was last asked, and nobody ever wanted; what it took, and somebody wanted all the time. */
  unwanted(account: Account): readonly string[];
}

/** How the account was from then on, until the next. */
export interface Moment {
  readonly fromMs: number;
  /** Of each project what is to be told of its credential, now or once secrets that are deleted for good are gone. */
  readonly due: ReadonlyMap<string, ReadonlySet<string | undefined>>;
  /** Projects that pullpass looks after, on roles that it may give something. */
  readonly served: ReadonlySet<string>;
  /** Names of roles that CodeBuild may assume. */
  readonly roles: ReadonlySet<string>;
}

/** Of a want: since when, and until when; by the account's clock. */
interface Interval {
  readonly fromMs: number;
  untilMs: number;
}

/** What an invocation looked at is not older when it writes. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
export const longestInvocationMs = 180_000;

export function startHistory(): History {
  const wanted = new Map<string, Wanted>();
  const intervals = new Map<string, Interval[]>();
  /** By role and secret, until when not all who ever were to have it were consented to. */
  const withdrawnUntil = new Map<string, number>();
  const moments: Moment[] = [];
  const soon = new Set<string>();
  let seenEffects = 0;

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

  /** What was taken from a role, or went with its consent, does not come back for nobody. */
  function grantedForNobody({ watch }: Account): readonly string[] {
    const effects = watch.effects.slice(seenEffects);
    seenEffects = watch.effects.length;
    return effects
      .filter(({ kind, of, atMs }) => kind === "grant" && !wasWanted(of, atMs - longestInvocationMs, atMs))
      .map(({ of }) => `pullpass granted ${of}, and nobody wanted it any more`);
  }

  /** At any moment of that time. */
  const isOn = (key: string, fromMs: number, untilMs: number) =>
    (intervals.get(key) ?? []).some((each) => each.fromMs <= untilMs && fromMs <= each.untilMs);

  function wasWanted(roleAndSecret: string, fromMs: number, untilMs: number): boolean {
    return [...wanted].some(
      ([key, { role, secret }]) =>
        `${role} ${secret}` === roleAndSecret && (soon.has(key) || isOn(key, fromMs, untilMs)),
    );
  }

  function takenAway(taken: readonly Taken[]): readonly string[] {
    return taken.flatMap(({ role, secret, before, after, grantedAtMs, atMs }) =>
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

  const mayBeWithdrawn = (role: string, secret: string, atMs: number) =>
    (withdrawnUntil.get(`${role} ${secret}`) ?? Number.NEGATIVE_INFINITY) >= atMs - longestInvocationMs;

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
      soon.clear();
      for (const [key] of wantedSoon) soon.add(key);
      const now = new Set(wantedNow.map(([key]) => key));
      const nowMs = world.sandbox.clock.now().getTime();
      for (const [of, wants] of Map.groupBy(wanted.values(), ({ role, secret }) => `${role} ${secret}`)) {
        const isWithdrawn = wants.some((want) => !isConsented(want, view, going));
        const before = withdrawnUntil.get(of);
        if (isWithdrawn) withdrawnUntil.set(of, Number.POSITIVE_INFINITY);
        else if (before === Number.POSITIVE_INFINITY) withdrawnUntil.set(of, nowMs);
      }
      moments.push(momentOf(view, { ...view, secrets: view.secrets.filter(isLeft) }, nowMs));
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
      [...wanted].some(([key, want]) => want.project === project && isOn(key, from, until)),
    wereWanted: ({ role, secret }, projects, from, until) =>
      projects.every((project) =>
        intervals
          .get(keyOf({ project, role, secret }))
          ?.some(({ fromMs, untilMs }) => fromMs <= from && until <= untilMs),
      ),
    wasWantedBy: (role, secret, from, until) =>
      [...wanted].some(
        ([key, want]) => want.role === role && want.secret === secret && isOn(key, from, until),
      ),
    mayBeWithdrawn,
    intervalsOf: (want) => intervals.get(keyOf(want)) ?? [],
    moments,
    unwanted(account) {
      const taken = account.watch.mayBeTaken();
      const early = takenTooEarly(taken, account, { mayBeWithdrawn });
      return [...neverWanted(account), ...grantedForNobody(account), ...takenAway(taken), ...early];
    },
  };
}

function momentOf(view: View, soon: View, fromMs: number): Moment {
  const open = new Set(view.roles.filter(isOpen).map(({ name }) => name));
  const named = view.projects.map((project) => ({ name: project.name ?? "", project }));
  return {
    fromMs,
    due: new Map(
      named.map(({ name, project }) => [name, new Set([findingOf(project, view), findingOf(project, soon)])]),
    ),
    served: new Set(
      named
        .filter(({ project }) => open.has(roleName(project.serviceRole)) && !isIgnored(tagsOf(project)))
        .map(({ name }) => name),
    ),
    roles: new Set(view.roles.filter(({ isForCodeBuild }) => isForCodeBuild).map(({ name }) => name)),
  };
}

/** Of a project that is gone nobody knows what groups it was of. */
function isConsented({ project, secret }: Wanted, { secrets, projects }: View, going: ReadonlySet<string>) {
  const found = secrets.find(({ arn }) => arn === secret);
  if (found === undefined || found.isDeleted || going.has(secret)) return false;
  const seen = projects.find(({ name }) => name === project);
  return consents(found.tags, project, seen === undefined ? found.tags : tagsOf(seen));
}

/** Of roles that pullpass may touch. */
function wantedIn(view: View): readonly (readonly [key: string, want: Wanted])[] {
  const open = new Set(view.roles.filter(isOpen).map(({ name }) => name));
  return wantsIn(view)
    .filter(({ role }) => open.has(role))
    .map(({ project, role, secret: { arn } }) => {
      const want = { project, role, secret: arn };
      return [keyOf(want), want];
    });
}

const keyOf = ({ project, role, secret }: Wanted) => `${project} ${role} ${secret}`;
