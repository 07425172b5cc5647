/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables */
import fc from "fast-check";
import { expect, test } from "vitest";
import { triesAll } from "../support/tries-all.ts";
import { account, anything, ask, type Question, roleArn } from "./support/ask.ts";
import { possible, shortly, type Values } from "./support/possible.ts";

const seed = Number(process.env.ORACLE_SEED ?? 1);
const of = fc.constantFrom;

/** Texts over few letters, and all of these that are short, so that every pattern of them has texts that match. */
const letters = ["a", "b", "z"];
const words = (length: number): readonly string[] =>
  length === 0 ? [""] : ["", ...words(length - 1).flatMap((word) => letters.map((each) => word + each))];
const pattern = fc.array(of("a", "b", "*", "?"), { maxLength: 3 }).map((parts) => parts.join(""));
const word = fc.array(of("a", "b"), { maxLength: 3 }).map((parts) => parts.join(""));
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 2 });

const line = (operators: readonly string[], key: string, value: fc.Arbitrary<string>) =>
  fc
    .tuple(of(...operators), of("", "", "IfExists"), some(value))
    .map(([operator, ifExists, values]) => ({ [operator + ifExists]: { [key]: values } }));
const isNull = (key: string) => of("true", "false").map((value) => ({ Null: { [key]: value } }));

const equal = ["StringEquals", "StringNotEquals"];
const like = ["StringLike", "StringNotLike"];
const ordered = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
const sets = ["ForAllValues:", "ForAnyValue:"];

const texts: Values = { "x:text": [undefined, ...words(5)] };
const casing: Values = {
  "x:text": [undefined, ...["", "a", "A", "b", "B", "ab", "aB", "Ab", "AB", "z", "abz"]],
};
const numbers: Values = { "x:number": [undefined, "-", ...["0", "1", "1.5", "2", "2.5", "3", "4"]] };
const dates: Values = {
  "x:date": [
    undefined,
    "-",
    ...["2025-12-31", "2026-01-01", "2026-01-01T12:00:00Z", "2026-01-02", "2026-01-03"],
  ],
};
const addresses: Values = {
  "x:address": [
    undefined,
    "-",
    "2001:db8::1",
    ...Array.from({ length: 10 }, (_, at) => `203.0.113.${at}`),
    "0.0.0.0",
    "2001:db9::",
  ],
};
const truths: Values = {
  "aws:SecureTransport": [undefined, "true", "false"],
  "x:truth": [undefined, "true", "false", "TRUE", "other"],
};
const lists: Values = {
  "aws:TagKeys": [undefined, [], ...subsets(["a", "b", "ab", "z", "zz"]).filter(({ length }) => length > 0)],
};
const bytes: Values = { "x:bytes": [undefined, "YQ==", "Yg==", "eg=="] };
const pairs: Values = {
  "x:one": [undefined, "a", "b", "c", "d"],
  "x:other": [undefined, "a", "b", "c", "d"],
};
const startWith: Values = { "x:text": words(4).map((word) => `ab${word}`) };

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<(readonly T[])[]>((all, item) => all.concat(all.map((one) => [...one, item])), [[]]);
}

interface Kind {
  readonly what: string;
  readonly values: Values;
  readonly lines: fc.Arbitrary<object>;
  readonly unknown?: NonNullable<Question["unknown"]>;
  /** Together with layers that nobody could read. */
  readonly withLayers?: boolean;
}

const kinds: readonly Kind[] = [
  {
    what: "texts and patterns",
    values: texts,
    lines: fc.oneof(
      line(equal, "x:text", word),
      { weight: 2, arbitrary: line(like, "x:text", pattern) },
      isNull("x:text"),
    ),
    withLayers: false,
  },
  {
    what: "texts of which the beginning is known",
    values: startWith,
    lines: fc.oneof(
      line(
        equal,
        "x:text",
        word.map((each) => `a${each}`),
      ),
      line(
        like,
        "x:text",
        pattern.map((each) => `a${each}`),
      ),
    ),
    withLayers: false,
    unknown: { absent: [], present: { "X:Text": { startsWith: "ab" } } },
  },
  {
    what: "texts in any case",
    values: casing,
    lines: line(
      ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
      "x:text",
      of("a", "A", "ab", "AB"),
    ),
  },
  {
    what: "numbers",
    values: numbers,
    lines: line(
      ordered.map((each) => `Numeric${each}`),
      "x:number",
      of("1", "2", "3", "2.0", "x"),
    ),
  },
  {
    what: "dates",
    values: dates,
    lines: line(
      ordered.map((each) => `Date${each}`),
      "x:date",
      of("2026-01-01", "2026-01-02", "x"),
    ),
  },
  {
    what: "addresses",
    values: addresses,
    lines: line(
      ["IpAddress", "NotIpAddress"],
      "x:address",
      of("203.0.113.0/30", "203.0.113.4/31", "203.0.113.2", "203.0.113.0/29", "2001:db8::/32", "0.0.0.0/0"),
    ),
  },
  {
    what: "truths",
    values: truths,
    lines: fc.oneof(
      line(["Bool"], "aws:SecureTransport", of("true", "false")),
      line(["Bool"], "x:truth", of("true", "false", "x")),
    ),
  },
  {
    what: "lists",
    values: lists,
    lines: fc.oneof(
      line(
        sets.flatMap((set) => equal.map((each) => set + each)),
        "aws:TagKeys",
        of("a", "b"),
      ),
      line(
        sets.flatMap((set) => like.map((each) => set + each)),
        "aws:TagKeys",
        of("a", "b", "a*", "?"),
      ),
      line(like, "aws:TagKeys", of("a", "*")),
      isNull("aws:TagKeys"),
    ),
  },
  {
    what: "bytes",
    values: bytes,
    lines: fc.oneof(line(["BinaryEquals"], "x:bytes", of("YQ==", "Yg==")), isNull("x:bytes")),
  },
  {
    what: "keys that are compared with one another",
    values: pairs,
    lines: fc.oneof(
      line(["StringEquals", "StringNotEquals"], "x:one", of("${x:other}", "a", "${x:other, 'b'}")),
      line(["StringEquals", "StringNotEquals"], "x:other", of("a", "b")),
    ),
  },
];

const layers = ["identity", "boundary", "resource", "serviceControl"] as const;

/** Policies that test the keys, seldom anything else. */
function questionsOf({ lines, unknown = anything, withLayers = true }: Kind): fc.Arbitrary<Question> {
  const condition = fc.array(lines, { maxLength: 2 }).map((all) => Object.assign({}, ...all));
  const statement = fc
    .tuple(of("Allow", "Allow", "Deny"), condition)
    .map(([Effect, Condition]) => ({ Effect, Action: "*", Resource: "*", Condition }));
  const onResource = fc
    .tuple(statement, of<unknown>("*", { AWS: roleArn }, { AWS: account }))
    .map(([one, Principal]) => ({ ...one, Principal }));
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
  return fc
    .record({
      identity: fc.array(statement, { minLength: 1, maxLength: 3 }),
      boundary: maybe(fc.array(statement, { maxLength: 2 })),
      shared: maybe(fc.array(onResource, { maxLength: 2 })),
      isKey: of(false, false, true),
      levels: fc.array(fc.array(statement, { minLength: 1, maxLength: 2 }), { maxLength: 1 }),
      unread: of<Question["unread"]>([], [], ...layers.map((layer) => [layer]), [
        "boundary",
        "serviceControl",
      ]),
    })
    .map(({ boundary, shared, ...drawn }) => ({
      ...drawn,
      unread: withLayers ? (drawn.unread ?? []) : [],
      unknown,
      ...(boundary && { boundary }),
      ...(shared && { onResource: shared }),
    }));
}

test.each(kinds)("an answer is what all values agree on, and hangs on what changes it: $what", (kind) => {
  const counts = new Map<string, number>();
  fc.assert(
    fc.property(questionsOf(kind), (question) => {
      const { answers, hangsOn } = possible(question, kind.values);
      const decision = ask(question);
      const isAllowed = [...answers].map((answer) => answer === "allowed");
      const agreed =
        isAllowed.includes(true) && isAllowed.includes(false)
          ? "unknown"
          : answers.size === 1
            ? [...answers].join()
            : "denied implicit";
      expect(shortly(decision)).toBe(agreed);
      counts.set(agreed, (counts.get(agreed) ?? 0) + 1);
      if (decision.kind !== "unknown") return;
      const named = decision.hangsOn.map((each) => (each.kind === "key" ? each.key : each.layer));
      const layersAsNamed = hangsOn.map((name) => (name === "resource" && question.isKey ? "key" : name));
      expect(named.toSorted()).toEqual(layersAsNamed.toSorted());
    }),
    // Of fewer tries not all answers come.
    { numRuns: triesAll ? 300 : 60, seed },
  );
  expect([...counts.keys()].toSorted()).toEqual(["allowed", "denied explicit", "denied implicit", "unknown"]);
});
