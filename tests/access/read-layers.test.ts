import { evaluateInLayers, type LayerName, type LayerReading, readLayers } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import {
  account,
  allow,
  anything,
  ask,
  deny,
  elsewhere,
  keyArn,
  policiesOf,
  type Question,
  requestOf,
  roleArn,
  root,
  sessionArn,
} from "./support/ask.ts";
import { questions } from "./support/generate.ts";

const through = { Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } };
const outside = { Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } };
const nothing = [allow({ Action: "s3:*" })];
const key = { action: "kms:Decrypt", resource: keyArn, isKey: true } as const;
const grant = { id: "g-1", granteePrincipal: roleArn, operations: ["Decrypt"] };

function layersOf(question: Question): Readonly<Record<LayerName, LayerReading>> {
  return readLayers(requestOf({ unknown: anything, ...question }), policiesOf(question));
}

/** `allows to account by boundary[0]`, `silent`, `unknown for lack of aws:SourceVpce by own[1]`. */
function inShort(reading: LayerReading): string {
  const by =
    "by" in reading ? ` by ${reading.by.map(({ policy, index }) => `${policy}[${index}]`).join(", ")}` : "";
  if (reading.kind === "allows") return `allows to ${reading.to}${by}`;
  if (reading.kind !== "unknown") return `${reading.kind}${by}`;
  const hangsOn = reading.hangsOn.map((each) => (each.kind === "key" ? each.key : each.layer));
  return `unknown for lack of ${hangsOn.join(", ")}${by}`;
}

const rows: readonly (readonly [string, LayerName, Question, string])[] = [
  ["no policy of the role's own", "identity", {}, "none"],
  ["policies that do not speak of it", "identity", { identity: nothing }, "silent"],
  [
    "a policy that allows",
    "identity",
    { identity: [deny({ Action: "s3:*" }), allow()] },
    "allows to principal by own[1]",
  ],
  ["a policy that denies", "identity", { identity: [allow(), deny()] }, "denies by own[1]"],
  [
    "a policy that allows for some values",
    "identity",
    { identity: [allow(through)] },
    "unknown for lack of aws:SourceVpce by own[0]",
  ],
  [
    "a policy that allows for all",
    "identity",
    { identity: [allow(through), allow(outside)] },
    "allows to principal by own[0], own[1]",
  ],
  [
    "a policy that denies for all",
    "identity",
    { identity: [allow(), deny(through), deny(outside)] },
    "denies by own[1], own[2]",
  ],
  [
    "a policy that allows for some values and denies for the rest",
    "identity",
    { identity: [allow(through), deny(outside)] },
    "unknown for lack of aws:SourceVpce by own[1], own[0]",
  ],
  [
    "policies that nobody could read",
    "identity",
    { unread: ["identity"] },
    "unknown for lack of identity by ",
  ],
  [
    "a policy of a layer that does not decide",
    "identity",
    { identity: [allow()], boundary: nothing },
    "allows to principal by own[0]",
  ],
  ["no boundary", "boundary", {}, "none"],
  ["a boundary that is silent", "boundary", { boundary: nothing }, "silent"],
  ["a boundary that allows", "boundary", { boundary: [allow()] }, "allows to principal by boundary[0]"],
  [
    "a boundary that nobody could read",
    "boundary",
    { unread: ["boundary"] },
    "unknown for lack of boundary by ",
  ],
  ["no service control policy", "serviceControl", {}, "none"],
  [
    "service control, one level of which is silent",
    "serviceControl",
    { levels: [[allow()], nothing] },
    "silent",
  ],
  [
    "service control that allows",
    "serviceControl",
    { levels: [[allow()], [allow()]] },
    "allows to principal by level 0[0], level 1[0]",
  ],
  [
    "service control that denies, below a level that is silent",
    "serviceControl",
    { levels: [nothing, [deny()]] },
    "denies by level 1[0]",
  ],
  [
    "service control over a service",
    "serviceControl",
    { principal: { kind: "service", service: "x.amazonaws.com" }, levels: [nothing] },
    "none",
  ],
  ["no policy on the resource", "resource", {}, "none"],
  ["a key's policy", "resource", { ...key, onResource: [allow({ Principal: "*" })] }, "none"],
  [
    "a policy on the resource for the role",
    "resource",
    { onResource: [allow({ Principal: { AWS: roleArn } })] },
    "allows to principal by on the resource[0]",
  ],
  [
    "a policy on the resource for the account",
    "resource",
    { onResource: [allow({ Principal: { AWS: account } })] },
    "allows to account by on the resource[0]",
  ],
  [
    "another account's resource, without a policy of the role's own",
    "resource",
    { owner: elsewhere, onResource: [allow({ Principal: { AWS: account } })] },
    "allows to account by on the resource[0]",
  ],
  [
    "a policy on the resource for others",
    "resource",
    { onResource: [allow({ Principal: { AWS: root(elsewhere) } })] },
    "silent",
  ],
  [
    "a policy on the resource for a session that may be this",
    "resource",
    {
      principal: { kind: "role", arn: roleArn, account },
      onResource: [allow({ Principal: { AWS: sessionArn } })],
    },
    "unknown for lack of aws:userid by on the resource[0]",
  ],
  ["a secret's policy", "key", { onResource: [allow({ Principal: "*" })] }, "none"],
  [
    "a key policy that lets the account decide",
    "key",
    { ...key, onResource: [allow({ Principal: { AWS: root() } })] },
    "allows to account by on the resource[0]",
  ],
  [
    "a key policy that lets the account decide, and admits the role",
    "key",
    { ...key, onResource: [allow({ Principal: { AWS: root() } }), allow({ Principal: { AWS: roleArn } })] },
    "allows to principal by on the resource[1]",
  ],
  [
    "a key policy that lets the account decide, and admits the role for some values",
    "key",
    {
      ...key,
      onResource: [allow({ Principal: { AWS: root() } }), allow({ Principal: { AWS: roleArn }, ...through })],
    },
    "allows to account by on the resource[0]",
  ],
  [
    "a key policy that admits the role for some values, and denies for the others",
    "key",
    { ...key, onResource: [allow({ Principal: { AWS: roleArn } }), deny({ Principal: "*", ...outside })] },
    "unknown for lack of aws:SourceVpce by on the resource[1]",
  ],
  ["no grant", "grant", key, "none"],
  ["grants of what is no key", "grant", { grants: [grant] }, "none"],
  ["a grant", "grant", { ...key, grants: [grant] }, "allows to principal by g-1[0]"],
  [
    "a grant to another",
    "grant",
    { ...key, grants: [{ ...grant, granteePrincipal: `${roleArn}2` }] },
    "silent",
  ],
  ["grants that nobody could read", "grant", { ...key, unread: ["grants"] }, "unknown for lack of grant by "],
];

test.each(rows)("%s: the layer %s by itself", (_, layer, question, is) => {
  expect(inShort(layersOf(question)[layer])).toBe(is);
});

test("what the layers say fits what is decided", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const decision = ask(question);
      const layers = Object.values(readLayers(requestOf(question), policiesOf(question)));
      const isDenied = layers.some(({ kind }) => kind === "denies");
      expect(isDenied).toBe(decision.kind === "denied" && decision.how === "explicit");
      if (decision.kind === "allowed") expect(layers.some(({ kind }) => kind === "allows")).toBe(true);
      if (decision.kind === "unknown") expect(layers.some(({ kind }) => kind === "unknown")).toBe(true);
    }),
    { numRuns: propertyRuns(500) },
  );
});

test("what is read once is decided, and told layer by layer, as by itself", () => {
  fc.assert(
    fc.property(questions, fc.boolean(), (question, isWithout) => {
      const [request, policies] = [requestOf(question), policiesOf(question)];
      const both = evaluateInLayers(request, policies, isWithout ? "serviceControl" : undefined);
      expect(both.layers).toEqual(readLayers(request, policies));
      const { unread = [], ...rest } = question;
      const counted = isWithout
        ? { ...rest, levels: [], unread: unread.filter((layer) => layer !== "serviceControl") }
        : question;
      expect(both.decision).toEqual(ask(counted));
      if (both.asksContext) return;
      // Whatever else the request said, it would be answered so.
      const other = { ...request, context: { "aws:SourceIp": "10.0.0.1" }, unknown: anything };
      expect(evaluateInLayers(other, policies).layers).toEqual(both.layers);
    }),
    { numRuns: propertyRuns(500) },
  );
});
