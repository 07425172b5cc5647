/**
 * Resource policies and the keys of versions, which no list has: as an earlier sweep read them, and each read anew at its time
 * of the day. Events of them are looked at as they come.
 */
import { createHash } from "node:crypto";
import type { SecretArn } from "../../model/arn.ts";
import type { SecretSight } from "../../model/secret-sight.ts";
import type { Secrets } from "../../ports.ts";
import { once } from "../reading.ts";

type AskedOfEach = Pick<Secrets, "resourcePolicy" | "currentKeys">;

export interface SecretSights extends AskedOfEach {
  /** Asks for those that were not asked for yet: were any others than an earlier sweep saw them? */
  refresh(secrets: readonly SecretArn[]): Promise<boolean>;
  /** Those that differ from what the earlier sweep saw. */
  changed(): readonly SecretSight[];
}

export function secretSights(
  secrets: AskedOfEach,
  earlier: ReadonlyMap<SecretArn, SecretSight>,
  isDue: (secret: SecretArn) => boolean,
): SecretSights {
  const changed = new Map<SecretArn, SecretSight>();
  const asked = new Set<SecretArn>();
  const ask = once(async (secret: SecretArn) => {
    asked.add(secret);
    const [resourcePolicy, currentKeys] = await Promise.allSettled([
      secrets.resourcePolicy(secret),
      secrets.currentKeys(secret),
    ]);
    const isWhole = resourcePolicy.status === "fulfilled" && currentKeys.status === "fulfilled";
    const sight = isWhole && { secret, resourcePolicy: resourcePolicy.value, currentKeys: currentKeys.value };
    if (sight && !isSame(sight, earlier.get(secret))) changed.set(secret, sight);
    return { resourcePolicy, currentKeys, isOther: !sight || changed.has(secret) };
  });
  const before = (secret: SecretArn) =>
    asked.has(secret) || isDue(secret) ? undefined : earlier.get(secret);

  return {
    async resourcePolicy(secret) {
      const seen = before(secret);
      return seen === undefined ? answerOf((await ask(secret)).resourcePolicy) : seen.resourcePolicy;
    },
    async currentKeys(secret) {
      const seen = before(secret);
      return seen === undefined ? answerOf((await ask(secret)).currentKeys) : seen.currentKeys;
    },
    async refresh(all) {
      const seenBefore = all.filter((secret) => before(secret) !== undefined);
      const answers = await Promise.all(seenBefore.map(ask));
      return answers.some(({ isOther }) => isOther);
    },
    changed: () => [...changed.values()],
  };
}

/** Does the secret's time of the day lie between the two moments? Of a day or more, each does. */
export function isDueBetween(before: string | undefined, now: string): (secret: SecretArn) => boolean {
  if (before === undefined) return () => true;
  const dayOf = (time: string, begins: number) => Math.floor((Date.parse(time) - begins) / dayMs);
  return (secret) => {
    const begins = timeOfDay(secret);
    return dayOf(before, begins) !== dayOf(now, begins);
  };
}

const dayMs = 86_400_000;

/** In milliseconds; spread over the day by the hash of the ARN. */
function timeOfDay(secret: string): number {
  const hash = createHash("sha256").update(secret).digest().readUInt32BE();
  return Math.floor((hash / 2 ** 32) * dayMs);
}

function isSame(one: SecretSight, other: SecretSight | undefined): boolean {
  return (
    other !== undefined &&
    one.resourcePolicy === other.resourcePolicy &&
    JSON.stringify(one.currentKeys) === JSON.stringify(other.currentKeys)
  );
}

function answerOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}
