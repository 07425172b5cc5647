import fc from "fast-check";
import { expect, test } from "vitest";
import { consentCovers, consentOf } from "../../packages/core/src/model/consent.ts";
import { allowing, type ConsentChange, disallowing } from "../../packages/core/src/model/consent-change.ts";
import type { Tags } from "../../packages/core/src/model/tags.ts";
import { propertyRuns } from "../support/property-runs.ts";

const prefix = "pullpass/";
const nobody = { projects: [], prefixes: [], group: undefined, all: false };

function after(tags: Tags, change: ConsentChange): Tags | undefined {
  if (change.kind === "impossible") return undefined;
  const all = new Map(Object.entries(tags));
  for (const [key, value] of change.tags) {
    if (value === undefined) all.delete(key);
    else all.set(key, value);
  }
  return Object.fromEntries(all);
}

const covers = (tags: Tags, name: string, own: Tags = {}) =>
  consentCovers(consentOf(tags, prefix), { name, tags: own }, prefix);

const name: fc.Arbitrary<string> = fc.constantFrom("all", "web", "web-2", "api", "shop");
const words = fc.array(fc.oneof(name, fc.constantFrom("prefix=we", "prefix=all", "web,api")), {
  maxLength: 4,
});
const tags: fc.Arbitrary<Tags> = fc.record(
  { "pullpass/projects": words.map((each) => each.join(" ")), "pullpass/group": fc.constantFrom("pay", "") },
  { requiredKeys: [] },
);
const request = fc.record({
  projects: fc.array(name, { maxLength: 2 }),
  prefixes: fc.array(fc.constantFrom("we", "sh"), { maxLength: 1 }),
  group: fc.constantFrom(undefined, "pay", "ops"),
  all: fc.boolean(),
});
const groups: readonly Tags[] = [{}, { "pullpass/group": "pay" }, { "pullpass/group": "ops" }];
const everyProject = ["all", "web", "web-2", "api", "shop", "other"].flatMap((each) =>
  groups.map((own) => [each, own] as const),
);

test("allow lets in who was asked for, takes it from nobody, and gives it to nobody else", () => {
  fc.assert(
    fc.property(tags, request, (before, asked) => {
      const now = after(before, allowing(before, asked, prefix));
      if (now === undefined) return;
      for (const [each, own] of everyProject) {
        const isAsked =
          asked.all ||
          asked.projects.includes(each) ||
          asked.prefixes.some((start) => each.startsWith(start)) ||
          (asked.group !== undefined && asked.group === own["pullpass/group"]);
        expect(covers(now, each, own)).toBe(isAsked || covers(before, each, own));
      }
      expect(after(now, allowing(now, asked, prefix))).toEqual(now);
    }),
    { numRuns: propertyRuns(3_000) },
  );
});

test("disallow takes it from no one else, and gives it to nobody", () => {
  fc.assert(
    fc.property(tags, request, (before, asked) => {
      const now = after(before, disallowing(before, asked, prefix));
      if (now === undefined) return;
      for (const [each, own] of everyProject) {
        if (covers(now, each, own)) expect(covers(before, each, own)).toBe(true);
      }
      if (
        asked.projects.length === 1 &&
        asked.prefixes.length === 0 &&
        asked.group === undefined &&
        !asked.all
      ) {
        const [gone = ""] = asked.projects;
        for (const [each, own] of everyProject) {
          if (each !== gone) expect(covers(now, each, own)).toBe(covers(before, each, own));
        }
      }
    }),
    { numRuns: propertyRuns(3_000) },
  );
});

test("two that are asked for one after the other are both let in", () => {
  const first = after({}, allowing({}, { ...nobody, projects: ["web"] }, prefix)) ?? {};
  const second = after(first, allowing(first, { ...nobody, projects: ["api"] }, prefix));
  expect(second).toEqual({ "pullpass/projects": "web api" });
});

const impossible: readonly (readonly [string, ConsentChange, string])[] = [
  ["a project called all", allowing({}, { ...nobody, projects: ["all"] }, prefix), "same tag pullpass/group"],
  [
    "another group",
    allowing({ "pullpass/group": "pay" }, { ...nobody, group: "ops" }, prefix),
    "--group 'pay'",
  ],
  [
    "one of all",
    disallowing({ "pullpass/projects": "all" }, { ...nobody, projects: ["web"] }, prefix),
    "--all",
  ],
  [
    "all would be left alone",
    disallowing({ "pullpass/projects": "all web" }, { ...nobody, projects: ["web"] }, prefix),
    "Disallow the project all, too",
  ],
  ["two names in one", allowing({}, { ...nobody, projects: ["web api"] }, prefix), "letters, digits"],
  ["a prefix that is none", allowing({}, { ...nobody, prefixes: ["*"] }, prefix), "letters, digits"],
  ["an empty group", allowing({}, { ...nobody, group: " " }, prefix), "Use letters"],
];

test.each(impossible)("%s is not written, and it is said what to do", (_, change, instead) => {
  expect(change).toMatchObject({ kind: "impossible", instead: expect.stringContaining(instead) });
});
