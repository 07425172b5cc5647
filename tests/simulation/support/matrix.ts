/** The crash matrix: each story without trouble, and once for every write and every call with each kind of trouble at it. */
import type { Action } from "./actions.ts";
import { type Run, run } from "./run.ts";
import { type Story, stories } from "./stories.ts";

export interface Case {
  readonly story: Story;
  /** `undefined`: nothing goes wrong. */
  readonly trouble: Action | undefined;
}

/** `late` decides of it whether pullpass must be prompt; see `isCalm`. */
const seeds = { calm: 3, troubled: 1 };

export async function runCase({ story, trouble }: Case): Promise<Run> {
  if (trouble === undefined) return run(seeds.calm, story.actions);
  const told = await run(seeds.troubled, [trouble, ...story.actions]);
  const isFine = (each: string) => isExpected(each, trouble, told) || isUnknowable(each, story, trouble);
  return { ...told, wrong: told.wrong.filter((each) => !isFine(each)) };
}

/**
 * What pullpass cannot know. A write that a crash left without its record, and that somebody wrote over before the retry, looks
 * like one that was never made: the retry's own write then stands for both.
 */
function isUnknowable(wrong: string, story: Story, trouble: Action): boolean {
  const [, made, recorded] =
    /^pullpass made the normalization of web (\d+) times and recorded (\d+)$/.exec(wrong) ?? [];
  return trouble.do === "crash" && isWrittenOver.has(story.name) && Number(made) === Number(recorded) + 1;
}

const isWrittenOver: ReadonlySet<string> = new Set([
  "what was undone and is wanted again is told again",
  "what puts the old value back within seconds is a loop, and a deployment now and then is none",
]);

/** Without its ledger pullpass does nothing, and has nowhere to say so but the queue for dead work, whose alarm rings. */
function isExpected(wrong: string, trouble: Action, { trace }: Run): boolean {
  if (trouble.do !== "fail call" || trouble.kind !== "denied for good") return false;
  const isLedger = trace.some((line) => / dynamodb:\w+ .*AccessDenied/.test(line));
  return isLedger && wrong.endsWith("messages are dead");
}

const kinds = ["throttled", "server error", "timed out", "lost reply", "denied", "denied for good"] as const;

/** The troubles that a story can have, of what it does where it has none. */
async function troublesOf({ actions }: Story): Promise<readonly Action[]> {
  const { writes, ownCalls } = await run(seeds.troubled, actions);
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
  const each = Math.max(1, Math.ceil(count / stories.length));
  for (const [index, story] of stories.entries()) {
    if (some.length >= count) break;
    const troubles = await troublesOf(story);
    const step = Math.max(1, Math.floor(troubles.length / each));
    const chosen = troubles.filter((_, at) => at % step === (index * 7) % step).slice(0, each);
    some.push(...chosen.map((trouble) => ({ story, trouble })));
  }
  return some.slice(0, count);
}
