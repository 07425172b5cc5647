import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consentCovers,
  consentOf,
  consentWith,
  ignored,
  misreadWords,
} from "../../packages/core/src/model/consent.ts";
import type { Tags } from "../../packages/core/src/model/tags.ts";
import { propertyRuns } from "../support/property-runs.ts";

const prefix = "pullpass/";

function covers(secret: Tags, name: string, project: Tags = {}): boolean {
  return consentCovers(consentOf(secret, prefix), { name, tags: project }, prefix);
}

/** [value of pullpass/projects, covered, not covered] */
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["web", ["web"], ["Web", "webs", "we", "api"]],
  ["web api", ["web", "api"], ["web api", "webapi"]],
  ["  web  api  ", ["web", "api"], [""]],
  ["web\tapi shop", ["shop"], ["web", "api", "web\tapi"]],
  ["prefix=payments-", ["payments-api", "payments-"], ["payments", "xpayments-api", "prefix=payments-"]],
  ["web prefix=pay prefix=api", ["web", "pay", "payments", "api-1"], ["webs"]],
  ["all", ["web", "payments-api", "all"], []],
  [" all ", ["web", "all"], []],
  ["web all", ["web", "all"], ["other"]],
  ["all all", ["all"], ["web"]],
  ["all prefix=we", ["all", "web"], ["other"]],
  ["", [], ["web", "", "all"]],
  ["   ", [], ["web", ""]],
  ["prefix=", [], ["web", "prefix="]],
  ["prefix= web", ["web"], ["api"]],
  ["prefix=-", [], ["-web"]],
  ["ALL", ["ALL"], ["web", "all"]],
  ["All", [], ["web"]],
  ["prefix=all", ["all", "allow"], ["web"]],
  ["web,api", [], ["web", "api", "web,api"]],
  ["*", [], ["web", "*"]],
  ["team-*", [], ["team-web", "team-*"]],
  ["prefix=team-*", [], ["team-web"]],
  ["no-prefix=web", [], ["web", "web-1", "no-prefix=web"]],
  ["Prefix=web", [], ["web", "web-1"]],
  ["web, api", ["api"], ["web"]],
];

describe.each(cases)("pullpass/projects = %j", (value, covered, others) => {
  const secret = { "pullpass/projects": value };
  test.each(covered)("consents to %s", (name) => expect(covers(secret, name)).toBe(true));
  test.each(others)("does not consent to %j", (name) => expect(covers(secret, name)).toBe(false));
});

const name = fc.oneof(
  fc.constantFrom("all", "web", "api"),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{1,20}$/),
);
const word = fc.oneof(
  name,
  name.map((each) => `prefix=${each}`),
  fc.constantFrom("*", "web,api", "prefix="),
);
const value = fc.array(word, { maxLength: 6 }).map((words) => words.join(" "));

test("a project that is added is let in, with all that were, and nobody else is", () => {
  fc.assert(
    fc.property(
      value,
      fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      name,
      (present, added, other) => {
        const written = consentWith(present, added, prefix);
        const before = { "pullpass/projects": present };
        if (added.includes("all")) expect(written.kind).toBe("impossible");
        if (written.kind !== "value") return;
        const after = { "pullpass/projects": written.value };
        for (const each of added) expect(covers(after, each)).toBe(true);
        // Who let every project in is not asked to name one.
        if (consentOf(before, prefix).kind === "all") return;
        expect(covers(after, other)).toBe(covers(before, other) || added.includes(other));
      },
    ),
    { numRuns: propertyRuns(2_000) },
  );
});

test("a tag takes 256 characters, and not one more", () => {
  const long = ["a".repeat(127), "b".repeat(128)];
  expect(consentWith("", long, prefix)).toMatchObject({ kind: "value" });
  expect(consentWith("x", long, prefix)).toMatchObject({ kind: "impossible" });
});

test("words that consent to nothing are named", () => {
  const tags = { "pullpass/projects": "web web,api prefix= api\tshop team-* all" };
  expect(misreadWords(tags, prefix)).toEqual(["web,api", "prefix=", "api\tshop", "team-*"]);
});

describe("pullpass/group", () => {
  const secret = { "pullpass/group": "payments" };

  test("consents to every project that carries the same tag with the same value", () => {
    expect(covers(secret, "web", { "pullpass/group": "payments" })).toBe(true);
  });

  test.each([{}, { "pullpass/group": "Payments" }, { "pullpass/group": "" }, { group: "payments" }])(
    "does not consent to a project tagged %j",
    (tags) => expect(covers(secret, "payments", tags)).toBe(false),
  );

  test.each(["", " "])("of the blank value %j joins no one", (group) => {
    expect(covers({ "pullpass/group": group }, "web", { "pullpass/group": group })).toBe(false);
  });

  test("adds to the names, and takes nothing from them", () => {
    const both = { ...secret, "pullpass/projects": "web" };
    expect(covers(both, "web")).toBe(true);
    expect(covers(both, "api", { "pullpass/group": "payments" })).toBe(true);
    expect(covers(both, "api")).toBe(false);
  });
});

test("another tag prefix is another consent", () => {
  const tags = { "pullpass/projects": "web", "acme:projects": "api" };
  const project = (name: string) => ({ name, tags: {} });
  expect(consentCovers(consentOf(tags, "acme:"), project("api"), "acme:")).toBe(true);
  expect(consentCovers(consentOf(tags, "acme:"), project("web"), "acme:")).toBe(false);
});

test("tags that every object inherits are no tags", () => {
  expect(consentOf({}, "")).toEqual({ kind: "none" });
  expect(ignored({}, "")).toBe(false);
  expect(
    consentCovers({ kind: "some", names: [], prefixes: [], group: "x" }, { name: "web", tags: {} }, ""),
  ).toBe(false);
});

test.each([
  [{}, false],
  [{ "pullpass/ignore": "true" }, true],
  [{ "pullpass/ignore": "" }, true],
  [{ "pullpass/ignore": "no" }, true],
  [{ "pullpass/ignore": "false" }, false],
  [{ ignore: "true" }, false],
])("tags %j: ignored is %s", (tags, expected) => {
  expect(ignored(tags, prefix)).toBe(expected);
});

test("no token, no consent: a covered project is named, begun, in the group, or all are", () => {
  const token = fc.oneof(
    fc.constantFrom(
      "web",
      "api",
      "prefix=",
      "prefix=w",
      "prefix=pay",
      "*",
      "web,api",
      "ALL",
      "-",
      "all",
      "prefix=*",
    ),
    fc.string({ maxLength: 8 }),
  );
  const group = fc.option(fc.constantFrom("", "payments", "search"), { nil: undefined });
  const names = fc.oneof(
    fc.constantFrom("web", "api", "payments", "all"),
    fc.stringMatching(/^[a-z][a-z0-9-]{1,6}$/),
  );
  fc.assert(
    fc.property(fc.array(token), group, group, names, (tokens, ofSecret, ofProject, name) => {
      const value = tokens.join(" ");
      const secret: Tags = {
        "pullpass/projects": value,
        ...(ofSecret !== undefined && { "pullpass/group": ofSecret }),
      };
      const project: Tags = ofProject === undefined ? {} : { "pullpass/group": ofProject };
      // docs/consent.md: words are separated by spaces alone, and `all` beside others is a name.
      const given = value.split(" ").filter((word) => word !== "");
      const agreed =
        given.includes(name) ||
        (given.length === 1 && given[0] === "all") ||
        given.some(
          (each) => each.startsWith("prefix=") && each.length > 7 && name.startsWith(each.slice(7)),
        ) ||
        (ofSecret !== undefined && ofSecret !== "" && ofSecret === ofProject);
      expect(covers(secret, name, project)).toBe(agreed);
    }),
  );
});
