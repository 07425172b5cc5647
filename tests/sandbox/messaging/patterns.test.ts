import { expect, test } from "vitest";
import { compilePattern } from "../../../packages/sandbox/src/services/events/pattern/compile.ts";

/** The documentation's examples, and what surrounds them: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const cases: readonly [pattern: object, matching: readonly object[], others: readonly object[]][] = [
  [
    { source: ["aws.ec2"] },
    [{ source: "aws.ec2" }, { source: "aws.ec2", more: 1 }],
    [{ source: "aws.ec" }, {}],
  ],
  [
    { a: ["x", 1, true, null] },
    [{ a: "x" }, { a: 1 }, { a: true }, { a: null }],
    [{ a: "1" }, { a: false }, {}],
  ],
  [
    { detail: { state: ["on"] } },
    [{ detail: { state: "on" } }],
    [{ detail: {} }, { state: "on" }, { detail: "on" }],
  ],
  [{ a: ["1"], b: ["2"] }, [{ a: "1", b: "2" }], [{ a: "1" }, { a: "1", b: "3" }]],
  // an empty string is a value
  [{ a: [""] }, [{ a: "" }], [{ a: null }, {}]],
  // arrays: one element is enough
  [{ resources: ["r1", "r2"] }, [{ resources: ["x", "r2"] }], [{ resources: [] }, { resources: ["x"] }]],
  [
    { tags: { key: ["a"], value: ["b"] } },
    [{ tags: [{ key: "x" }, { key: "a", value: "b" }] }],
    [
      {
        tags: [
          { key: "a", value: "x" },
          { key: "x", value: "b" },
        ],
      },
    ],
  ],
  [{ a: { b: ["x"] } }, [{ a: [[{ b: "x" }]].flat() }, { a: { b: [["x"]] } }], [{ a: [] }]],
  // prefix and suffix
  [
    { time: [{ prefix: "2017-10-02" }] },
    [{ time: "2017-10-02T18:43:48Z" }],
    [{ time: "2017-10-03" }, { time: 2017 }],
  ],
  [
    { s: [{ prefix: { "equals-ignore-case": "EventB" } }] },
    [{ s: "eventBridge" }, { s: "EVENTB" }],
    [{ s: "events" }],
  ],
  [{ f: [{ suffix: ".png" }] }, [{ f: "a.png" }], [{ f: "a.PNG" }, { f: "png" }]],
  [{ f: [{ suffix: { "equals-ignore-case": ".png" } }] }, [{ f: "a.PNG" }], [{ f: "a.jpg" }]],
  [
    { s: [{ "equals-ignore-case": "alice@example.com" }] },
    [{ s: "ALICE@example.com" }],
    [{ s: "alice@example" }],
  ],
  // anything-but
  [
    { state: [{ "anything-but": "initializing" }] },
    [{ state: "on" }, { state: 1 }, { state: null }],
    [{ state: "initializing" }, {}],
  ],
  [{ n: [{ "anything-but": 123 }] }, [{ n: 100 }, { n: "123" }], [{ n: 123 }]],
  [
    { s: [{ "anything-but": ["stopped", "overloaded"] }] },
    [{ s: "on" }],
    [{ s: "stopped" }, { s: "overloaded" }],
  ],
  [{ n: [{ "anything-but": [100, 200, 300] }] }, [{ n: 1 }], [{ n: 200 }]],
  [
    { s: [{ "anything-but": { "equals-ignore-case": "initializing" } }] },
    [{ s: "on" }],
    [{ s: "INITIALIZING" }],
  ],
  [{ s: [{ "anything-but": { "equals-ignore-case": ["a", "b"] } }] }, [{ s: "c" }], [{ s: "B" }]],
  [{ s: [{ "anything-but": { prefix: "init" } }] }, [{ s: "on" }], [{ s: "initial" }]],
  [
    { s: [{ "anything-but": { prefix: ["init", "error"] } }] },
    [{ s: "on" }],
    [{ s: "errors" }, { s: "init" }],
  ],
  [{ f: [{ "anything-but": { suffix: ".txt" } }] }, [{ f: "a.png" }], [{ f: "a.txt" }]],
  [{ f: [{ "anything-but": { suffix: [".txt", ".rtf"] } }] }, [{ f: "a.png" }], [{ f: "a.rtf" }]],
  [{ f: [{ "anything-but": { wildcard: "*/lib/*" } }] }, [{ f: "a/bin/b" }], [{ f: "a/lib/b" }]],
  [{ f: [{ "anything-but": { wildcard: ["*/lib/*", "*/bin/*"] } }] }, [{ f: "a/src/b" }], [{ f: "a/bin/b" }]],
  [{ l: [{ "anything-but": "a" }] }, [{ l: ["a", "b"] }], [{ l: ["a"] }, { l: [] }]],
  // numeric
  [{ n: [{ numeric: [">", 0, "<=", 5] }] }, [{ n: 0.1 }, { n: 5 }], [{ n: 0 }, { n: 5.1 }, { n: "3" }]],
  [{ n: [{ numeric: ["<", 10] }] }, [{ n: -1 }], [{ n: 10 }]],
  [{ n: [{ numeric: ["=", 3.018e2] }] }, [{ n: 301.8 }], [{ n: 301 }]],
  [{ n: [{ numeric: [">=", 10] }] }, [{ n: 10 }], [{ n: 9.99 }]],
  // exists: for leaves alone
  [
    { d: { state: [{ exists: true }] } },
    [{ d: { state: null } }, { d: { state: "" } }],
    [{ d: {} }, {}, { d: { state: { x: 1 } } }],
  ],
  [{ d: { state: [{ exists: false }] } }, [{ d: {} }, {}, { d: { state: [] } }], [{ d: { state: "on" } }]],
  [{ d: { e: [{ exists: false }, "x"] } }, [{ d: {} }, { d: { e: "x" } }], [{ d: { e: "y" } }]],
  // wildcard
  [
    { f: [{ wildcard: "dir/*.png" }] },
    [{ f: "dir/a.png" }, { f: "dir/.png" }, { f: "dir/a/b.png" }],
    [{ f: "dir/a.jpg" }, { f: "x/dir/a.png" }],
  ],
  [
    { f: [{ wildcard: "a*b*c" }] },
    [{ f: "abc" }, { f: "aXbYc" }, { f: "abbcc" }],
    [{ f: "ab" }, { f: "acb" }],
  ],
  [{ f: [{ wildcard: "aa*aa" }] }, [{ f: "aaaa" }], [{ f: "aaa" }]],
  [{ f: [{ wildcard: "a\\*b" }] }, [{ f: "a*b" }], [{ f: "aXb" }]],
  [{ f: [{ wildcard: "a\\\\*" }] }, [{ f: "a\\x" }], [{ f: "a*" }]],
  [{ f: [{ wildcard: "*" }] }, [{ f: "" }, { f: "x.y\n" }], [{ f: 1 }, {}]],
  // cidr
  [{ ip: [{ cidr: "10.0.0.0/24" }] }, [{ ip: "10.0.0.255" }], [{ ip: "10.0.1.0" }, { ip: "no" }]],
  [
    { ip: [{ cidr: "2001:db8::/32" }] },
    [{ ip: "2001:db8:1::1" }],
    [{ ip: "2001:db9::1" }, { ip: "10.0.0.1" }],
  ],
  // $or
  [{ $or: [{ a: ["x"] }, { b: [{ numeric: [">", 1] }] }] }, [{ a: "x" }, { b: 2 }], [{ a: "y", b: 1 }]],
  [
    { s: ["t"], d: { $or: [{ a: ["x"] }, { b: ["y"] }] } },
    [{ s: "t", d: { b: "y" } }],
    [
      { s: "u", d: { a: "x" } },
      { s: "t", d: {} },
    ],
  ],
  [{ $or: [{ a: ["x"] }, { a: ["y"] }], b: [1] }, [{ a: "y", b: 1 }], [{ a: "y" }]],
];

test.each(cases)("%j matches these events and not those", (pattern, matching, others) => {
  const matches = compilePattern(pattern);
  for (const event of matching) expect([event, matches(event)]).toEqual([event, true]);
  for (const event of others) expect([event, matches(event)]).toEqual([event, false]);
});

test.each([
  [[]],
  [{}],
  [{ a: {} }],
  [{ a: [] }],
  [{ a: "x" }],
  [{ a: [{}] }],
  [{ a: [["x"]] }],
  [{ a: [{ prefix: "a", suffix: "b" }] }],
  [{ a: [{ begins: "x" }] }],
  [{ a: [{ prefix: 1 }] }],
  [{ a: [{ exists: "yes" }] }],
  [{ a: [{ numeric: [">"] }] }],
  [{ a: [{ numeric: [">", "1"] }] }],
  [{ a: [{ numeric: ["<", 1, ">", 2] }] }],
  [{ a: [{ numeric: [">", 6_000_000_000] }] }],
  [{ a: [{ wildcard: "a**b" }] }],
  [{ a: [{ wildcard: "a\\b" }] }],
  [{ a: [{ cidr: "10.0.0.0" }] }],
  [{ a: [{ cidr: "10.0.0.0/33" }] }],
  [{ a: [{ "anything-but": [] }] }],
  [{ a: [{ "anything-but": [null] }] }],
  [{ a: [{ "anything-but": { numeric: ["=", 1] } }] }],
  [{ $or: [{ a: [1] }] }],
])("%j is no pattern", (pattern) => {
  expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ name: "InvalidPattern" }));
});
