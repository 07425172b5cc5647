/** When a finding is muted, and what is told at the end. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  endedMutes,
  isMuting,
  type Mute,
  type MuteTarget,
  mutesOf,
} from "../../packages/core/src/model/mute.ts";
import { evening, finding, later, noon, region, role } from "../ledger/examples.ts";

const morning = "2026-11-24T08:00:00.000Z";
const night = "2026-11-24T23:00:00.000Z";
const web: MuteTarget = { kind: "project", name: "web" };
const vpcOnly: MuteTarget = { kind: "rule", rule: "registry-vpc-only" };

let made = 0;
function mute(over: Partial<Mute> = {}): Mute {
  made += 1;
  return { id: `m${made}`, region, target: web, by: "ann", at: morning, until: evening, ...over };
}

const ofRole = finding({ subject: { kind: "role", arn: role } });

test.each<[what: string, mutes: readonly Mute[], found: ReturnType<typeof finding>, isMuted: boolean]>([
  ["its project", [mute()], finding(), true],
  ["its rule", [mute({ target: vpcOnly })], finding(), true],
  ["its rule, of a role", [mute({ target: vpcOnly })], ofRole, true],
  ["another project", [mute({ target: { kind: "project", name: "we" } })], finding(), false],
  ["another rule", [mute({ target: { kind: "rule", rule: "role-shared" } })], finding(), false],
  [
    "a project that is named like the rule",
    [mute({ target: { kind: "project", name: "registry-vpc-only" } })],
    finding(),
    false,
  ],
  [
    "a rule that is named like the project",
    [mute({ target: { kind: "rule", rule: "web" } })],
    finding(),
    false,
  ],
  [
    "a project that is named like the role",
    [mute({ target: { kind: "project", name: role } })],
    ofRole,
    false,
  ],
  ["it elsewhere", [mute({ region: "us-east-1" })], finding(), false],
  ["it until a moment ago", [mute({ until: later })], finding(), false],
  ["it, and lifted it since", [mute({ lifted: { by: "ben", at: noon } })], finding(), false],
  ["it twice, and one ended", [mute({ until: noon }), mute()], finding(), true],
  [
    "it twice, and one was lifted",
    [mute({ lifted: { by: "ben", at: noon } }), mute({ target: vpcOnly })],
    finding(),
    true,
  ],
  ["nothing", [], finding(), false],
])("who muted %s", (_, mutes, found, isMuted) => {
  expect(mutesOf(found, mutes, later).length > 0).toBe(isMuted);
});

describe("at the end of mutes", () => {
  test("what is still open is told once, with when it was last muted", () => {
    const [first, second] = [mute({ until: noon }), mute({ target: vpcOnly, until: later })];
    const ended = endedMutes([first, second], [finding(), ofRole], evening);
    expect(ended.mutes).toEqual([first, second]);
    expect(ended.toTell).toEqual([
      { finding: finding(), mutedUntil: later },
      { finding: ofRole, mutedUntil: later },
    ]);
  });

  test("what another mute still covers waits for the end of that one", () => {
    const [short, long] = [mute({ until: noon }), mute({ target: vpcOnly, until: evening })];
    expect(endedMutes([short, long], [finding()], later)).toEqual({ mutes: [short], toTell: [] });
    const told = { ...short, toldAt: later };
    expect(endedMutes([told, long], [finding()], night).toTell).toEqual([
      { finding: finding(), mutedUntil: evening },
    ]);
  });

  test("one that was lifted ends when it was lifted", () => {
    const lifted = mute({ lifted: { by: "ben", at: noon } });
    expect(endedMutes([lifted], [finding()], later).toTell).toEqual([
      { finding: finding(), mutedUntil: noon },
    ]);
  });

  test("what was told is not told again, nor what was never muted", () => {
    expect(endedMutes([mute({ until: noon, toldAt: later })], [finding()], evening)).toEqual({
      mutes: [],
      toTell: [],
    });
    expect(
      endedMutes(
        [mute({ until: noon })],
        [finding({ rule: "role-shared", subject: ofRole.subject })],
        evening,
      ).toTell,
    ).toEqual([]);
  });
});

/** A moment within the day. */
const moment = fc
  .integer({ min: 0, max: 1_439 })
  .map((minute) => new Date(Date.UTC(2026, 10, 24, 0, minute)).toISOString());
const names = fc.oneof(fc.constantFrom("web", "__proto__", "constructor", "*", "", "we\u0000b"), fc.string());
const anyMute: fc.Arbitrary<Mute> = fc
  .record({
    id: fc.uuid(),
    region: fc.constantFrom(region, "us-east-1"),
    target: fc.oneof(
      names.map((name): MuteTarget => ({ kind: "project", name })),
      names.map((rule): MuteTarget => ({ kind: "rule", rule })),
      fc.constant(vpcOnly),
    ),
    by: names,
    at: moment,
    until: moment,
    lifted: fc.option(fc.record({ by: names, at: moment }), { nil: undefined }),
  })
  .map(({ lifted, ...rest }) => ({ ...rest, ...(lifted && { lifted }) }));
const anyFinding = names.map((name) => finding({ subject: { kind: "project", name } }));

test("a finding is muted now, or told at the end of what muted it: never neither, whatever the names", () => {
  fc.assert(
    fc.property(fc.array(anyMute, { maxLength: 6 }), anyFinding, moment, (mutes, found, now) => {
      const covering = mutes.filter(
        ({ target, region: where }) =>
          where === found.region &&
          (target.kind === "rule"
            ? target.rule === found.rule
            : found.subject.kind === "project" && found.subject.name === target.name),
      );
      const isMuted = mutesOf(found, mutes, now).length > 0;
      const isTold = endedMutes(mutes, [found], now).toTell.length > 0;
      expect(isMuted).toBe(covering.some((each) => isMuting(each, now)));
      expect(isMuted || isTold).toBe(covering.length > 0);
      expect(isMuted && isTold).toBe(false);
    }),
  );
});
