import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { allow, ask, deny, keyArn, type Question, roleArn, told, userArn } from "./support/ask.ts";
import { questions } from "./support/generate.ts";

const nothing = [allow({ Action: "s3:*" })];
const key = { action: "kms:Decrypt", resource: keyArn, isKey: true } as const;

/** Unknown only as far as what nobody could read could change the answer. */
const rows: readonly { what: string; question: Question; is: string }[] = [
  { what: "the identity's policies", question: { unread: ["identity"] }, is: "unknown for lack of identity" },
  {
    what: "the identity's policies, but the boundary allows nothing",
    question: { unread: ["identity"], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "the identity's policies, but the resource's policy denies",
    question: { unread: ["identity"], onResource: [deny({ Principal: "*" })] },
    is: "denied by on the resource[0]",
  },
  {
    what: "the identity's policies, and the resource's policy allows: they may deny",
    question: { unread: ["identity"], onResource: [allow({ Principal: "*" })] },
    is: "unknown for lack of identity",
  },
  {
    what: "the resource's policy: it may deny",
    question: { unread: ["resource"], identity: [allow()] },
    is: "unknown for lack of resource",
  },
  {
    what: "the boundary",
    question: { unread: ["boundary"], identity: [allow()] },
    is: "unknown for lack of boundary",
  },
  {
    what: "the boundary, but nothing else allows it",
    question: { unread: ["boundary"] },
    is: "denied for lack of identity, resource",
  },
  {
    what: "service control policies",
    question: { unread: ["serviceControl"], identity: [allow()] },
    is: "unknown for lack of serviceControl",
  },
  {
    what: "service control policies and the boundary",
    question: { unread: ["serviceControl", "boundary"], identity: [allow()] },
    is: "unknown for lack of serviceControl, boundary",
  },
  {
    what: "grants, which nothing else makes up for",
    question: { ...key, unread: ["grants"], onResource: [] },
    is: "unknown for lack of grant",
  },
  {
    what: "grants, which nobody needs",
    question: { ...key, unread: ["grants"], onResource: [allow({ Principal: { AWS: roleArn } })] },
    is: "allowed",
  },
  {
    what: "grants, but the boundary allows nothing",
    question: { ...key, unread: ["grants"], onResource: [], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "grants, of what is no key",
    question: { unread: ["grants"], identity: [allow()] },
    is: "allowed",
  },
  {
    what: "the key policy",
    question: { ...key, unread: ["resource"], identity: [allow()] },
    is: "unknown for lack of key",
  },
  {
    what: "what a service does not have",
    question: {
      unread: ["identity", "boundary", "serviceControl"],
      principal: { kind: "service", service: "events.amazonaws.com" },
      onResource: [allow({ Principal: "*" })],
    },
    is: "allowed",
  },
];

test.each(rows)("nobody could read $what: $is", ({ question, is }) => {
  expect(told(ask(question))).toBe(is);
});

const invalid: readonly [string, unknown][] = [
  ["no object", "policy"],
  ["a version of its own", { Version: "2020-01-01", Statement: allow() }],
  ["a statement that is none", { Statement: [null] }],
  ["an effect in small letters", { Statement: allow({ Effect: "allow" }) }],
  ["no action", { Statement: allow({ Action: undefined }) }],
  ["an action and its opposite", { Statement: allow({ NotAction: "s3:*" }) }],
  ["an empty list", { Statement: allow({ Action: [] }) }],
  ["a number for a resource", { Statement: allow({ Resource: 1 }) }],
  ["no resource", { Statement: allow({ Resource: undefined }) }],
  ["a principal", { Statement: allow({ Principal: "*" }) }],
  ["an element that IAM does not know", { Statement: allow({ Effects: "Deny" }) }],
  ["an operator that IAM does not know", { Statement: allow({ Condition: { StringIs: { "aws:x": "y" } } }) }],
  ["Null over all values", { Statement: allow({ Condition: { "ForAllValues:Null": { "aws:x": "true" } } }) }],
  ["an object for a value", { Statement: allow({ Condition: { StringEquals: { "aws:x": {} } } }) }],
];

test.each(invalid)("a policy with %s is one that nobody could read", (_, document) => {
  const more = [{ name: "odd", document }];
  const decision = ask({ identity: [allow()], more });
  expect(decision).toMatchObject({ kind: "unknown", hangsOn: [{ kind: "layer", layer: "identity" }] });
  expect(JSON.stringify(decision)).toContain('policy \\"odd\\" is not valid: ');
  expect(ask({ identity: [deny()], more }).kind).toBe("denied");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
test("a policy on a resource names whom it speaks of, and spares someone only from a denial", () => {
  for (const one of [allow(), allow({ NotPrincipal: { AWS: userArn } })])
    expect(told(ask({ identity: [allow()], onResource: [one] }))).toBe("unknown for lack of resource");
});

/** All that nobody could read, as it would be best, and as it would be worst, for who asks. */
const best: Partial<Question> = {
  identity: [allow()],
  onResource: [allow({ Principal: "*" })],
  levels: [[allow()]],
  grants: [roleArn, userArn].map((granteePrincipal) => ({
    id: granteePrincipal,
    granteePrincipal,
    operations: ["Decrypt"],
  })),
};
const worst: Partial<Question> = {
  identity: [deny()],
  boundary: [deny()],
  onResource: [deny({ Principal: "*" })],
  levels: [[deny()]],
  grants: [],
};
const parts = {
  identity: ["identity", "more"],
  boundary: ["boundary"],
  resource: ["onResource"],
  grants: ["grants"],
  serviceControl: ["levels"],
} as const;

function read({ unread = [], ...question }: Question, as: Partial<Question>): Question {
  const taken = unread.flatMap((layer): readonly string[] => parts[layer]);
  const kept = Object.entries(question).filter(([part]) => !taken.includes(part));
  const found = Object.entries(as).filter(([part]) => taken.includes(part));
  return Object.fromEntries([...kept, ...found]);
}

test("what is unknown could be allowed and could be denied; what is known stays, whatever there is to read", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const kinds = [best, worst].map((as) => ask(read(question, as)).kind);
      const { kind } = ask(question);
      expect(kinds).toEqual(kind === "unknown" ? ["allowed", "denied"] : [kind, kind]);
    }),
    { numRuns: propertyRuns(2_000) },
  );
});
