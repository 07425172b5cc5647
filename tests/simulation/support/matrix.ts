/** The crash matrix: each story without trouble, and once for every write and every call with each kind of trouble at it. */
import type { Action } from "./actions.ts";
import { type Run, run } from "./run.ts";
import { calmStories, type Story } from "./stories/index.ts";

export interface Case {
  readonly story: Story;
  /** `undefined`: nothing goes wrong. */
  readonly trouble: Action | undefined;
}

/** `late` decides of it whether pullpass must be prompt; see `isCalm`. */
const seeds = { calm: 3, troubled: 1 };

export async function runCase({ story, trouble }: Case): Promise<Run> {
  const { actions, conditions, isTroubled } = story;
  if (trouble === undefined) return run(isTroubled ? seeds.troubled : seeds.calm, actions, { conditions });
  const told = await run(seeds.troubled, [trouble, ...actions], { conditions });
  return { ...told, wrong: told.wrong.filter((each) => !isExpected(each, trouble, told)) };
}

/** Without its ledger pullpass does nothing, and has nowhere to say so but the queue for dead work, whose alarm rings. */
function isExpected(wrong: string, trouble: Action, { trace }: Run): boolean {
  if (trouble.do !== "fail call" || trouble.kind !== "denied for good") return false;
  const isLedger = trace.some((line) => / dynamodb:\w+ .*AccessDenied/.test(line));
  return isLedger && wrong.endsWith("messages are dead");
}

const kinds = ["throttled", "server error", "timed out", "lost reply", "denied", "denied for good"] as const;

/** The troubles that a story can have, of what it does where it has none. */
async function troublesOf({ actions, conditions }: Story): Promise<readonly Action[]> {
  const { writes, ownCalls } = await run(seeds.troubled, actions, { conditions });
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const crashes = [...writes].flatMap(([name, count]) =>
    upTo(count).flatMap((at) =>
      [false, true].map((made): Action => ({ do: "crash", function: name, at, made, counted: "all" })),
    ),
  );
  const faults = upTo(ownCalls).flatMap((at) => kinds.map((kind): Action => ({ do: "fail call", at, kind })));
  return [...crashes, ...faults];
}

/** So many of all cases, spread evenly over them and the same each time; all of them where there are no more. */
export async function someTroubles(count: number): Promise<readonly Case[]> {
  const some: Case[] = [];
  const each = Math.max(1, Math.ceil(count / calmStories.length));
  for (const [index, story] of calmStories.entries()) {
    if (some.length >= count) break;
    const troubles = await troublesOf(story);
    const step = Math.max(1, Math.floor(troubles.length / each));
    const chosen = troubles.filter((_, at) => at % step === (index * 7) % step).slice(0, each);
    some.push(...chosen.map((trouble) => ({ story, trouble })));
  }
  return some.slice(0, count);
}
