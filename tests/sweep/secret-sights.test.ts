/** Each secret is asked once a day, and a sweep in between goes by what was seen. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SecretArn } from "../../packages/core/src/model/arn.ts";
import type { SecretSight } from "../../packages/core/src/model/secret-sight.ts";
import { isDueBetween, secretSights } from "../../packages/core/src/observe/account/secret-sights.ts";
import { secretArn } from "../observe/support/account.ts";

const dayMs = 86_400_000;
const begin = Date.parse("2026-03-01T12:00:00.000Z");
const at = (ms: number) => new Date(begin + ms).toISOString();

test("whenever the sweeps of a day are, each secret has its turn at one of them", () => {
  const name = fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 1 });
  const times = fc.array(fc.integer({ min: 1, max: dayMs - 1 }), { maxLength: 30 });
  fc.assert(
    fc.property(name, times, (secret, between) => {
      const sweeps = [0, ...between.sort((a, b) => a - b), dayMs].map(at);
      const turns = sweeps
        .slice(1)
        .filter((now, index) => isDueBetween(sweeps[index], now)(secretArn(secret)));
      expect(turns).toHaveLength(1);
    }),
  );
});

test("the turns are spread over the day", () => {
  const secrets = Array.from({ length: 1_000 }, (_, n) => secretArn(`registry/team-${n}`));
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const isDue = isDueBetween(at((hour * dayMs) / 24), at(((hour + 1) * dayMs) / 24));
    return secrets.filter(isDue).length;
  });
  expect(hours.reduce((sum, each) => sum + each)).toBe(1_000);
  expect(Math.max(...hours)).toBeLessThan(80);
});

test.each([
  ["before the first sweep", undefined],
  ["after a day without one", at(-dayMs)],
  ["after a week without one", at(-7 * dayMs)],
])("%s each has its turn", (_, before) => {
  expect(["a", "b", "c"].map((name) => secretArn(name)).filter(isDueBetween(before, at(0)))).toHaveLength(3);
});

const hub = secretArn("hub");
const seen: SecretSight = { secret: hub, resourcePolicy: "{}", currentKeys: ["one"] };

function asked(policy: () => string | undefined, isDue = false, earlier: readonly SecretSight[] = [seen]) {
  const calls: string[] = [];
  const secrets = {
    async resourcePolicy(secret: SecretArn) {
      calls.push(`policy of ${secret}`);
      return policy();
    },
    async currentKeys(secret: SecretArn) {
      calls.push(`keys of ${secret}`);
      return ["one"];
    },
  };
  return {
    calls,
    sights: secretSights(secrets, new Map(earlier.map((each) => [each.secret, each])), () => isDue),
  };
}

test("one that was seen and has no turn is not asked", async () => {
  const { calls, sights } = asked(() => "other");
  expect([await sights.resourcePolicy(hub), await sights.currentKeys(hub)]).toEqual(["{}", ["one"]]);
  expect(calls).toEqual([]);
  expect(sights.changed()).toEqual([]);
});

test.each([
  ["whose turn it is", true, [seen]],
  ["that was never seen", false, []],
])("one %s is asked, once, and what is new is kept", async (_, isDue, earlier) => {
  const { calls, sights } = asked(() => "other", isDue, earlier);
  for (let look = 0; look < 2; look += 1) {
    expect([await sights.resourcePolicy(hub), await sights.currentKeys(hub)]).toEqual(["other", ["one"]]);
  }
  expect(calls).toHaveLength(2);
  expect(sights.changed()).toEqual([{ ...seen, resourcePolicy: "other" }]);
});

test("what is as it was seen is not kept anew", async () => {
  const { sights } = asked(() => "{}", true);
  await sights.resourcePolicy(hub);
  expect(sights.changed()).toEqual([]);
});

test("asked out of turn, it says whether anything was otherwise, and goes by that from then on", async () => {
  const { sights } = asked(() => "other");
  expect(await sights.resourcePolicy(hub)).toBe("{}");
  expect(await sights.refresh([hub])).toBe(true);
  expect(await sights.resourcePolicy(hub)).toBe("other");
  expect(await sights.refresh([hub])).toBe(false);
  const { sights: same } = asked(() => "{}");
  expect(await same.refresh([hub])).toBe(false);
});

test("one that AWS does not tell is not known, and nothing of it is kept", async () => {
  const { sights } = asked(() => {
    throw new Error("denied");
  }, true);
  await expect(sights.resourcePolicy(hub)).rejects.toThrow("denied");
  expect(await sights.currentKeys(hub)).toEqual(["one"]);
  expect(sights.changed()).toEqual([]);
});
