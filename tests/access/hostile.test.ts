import { evaluate, parsePolicy, readLayers } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { allow, anything, ask, policiesOf, type Question, read, requestOf } from "./support/ask.ts";
import { hostile } from "./support/hostile.ts";

const seed = { numRuns: propertyRuns(500) };

test("whatever stands where a policy should, there is an answer", () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (odd, json) => {
      for (const document of [
        odd,
        json,
        { Statement: json },
        { Statement: [{ ...allow(), Condition: json }] },
      ]) {
        const named = { name: "hostile", document };
        const policies = { ...policiesOf({ identity: [allow()], more: [named] }) };
        const asked = { ...policies, resource: { kind: "known", value: named } } as const;
        for (const question of [{}, { unknown: anything }]) {
          const decision = evaluate(requestOf(question), asked);
          expect(["allowed", "denied", "unknown"]).toContain(decision.kind);
          expect(Object.keys(readLayers(requestOf(question), asked)).length).toBe(6);
        }
      }
    }),
    seed,
  );
});

test("names that every object has are names like any other", () => {
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    const Condition = JSON.parse(`{"StringEquals":{"${name}":"x"}}`);
    expect(ask({ identity: [allow({ Condition })] }).kind).toBe("denied");
    expect(() => parsePolicy({ Statement: allow({ Condition: { [name]: { "aws:x": "y" } } }) })).toThrow(
      "operator",
    );
  }
});

test("a pattern made to take for ever takes no longer than others", () => {
  const Resource = `${"*a".repeat(2_000)}b`;
  const Condition = { StringLike: { "aws:PrincipalTag/x": `\${${" ".repeat(5_000)}${"*a".repeat(1_000)}b` } };
  const context = { "aws:PrincipalTag/x": "a".repeat(2_000) };
  const resource = "a".repeat(2_000);
  expect(ask({ identity: [allow({ Resource, Condition })], resource, context }).kind).toBe("denied");
});

test.each(hostile)(
  "policies made to be hard are answered all the same, before the test's time is over: $what",
  ({ statements }) => {
    const question: Question = { identity: statements, unknown: anything };
    expect(ask(question).kind).toBe("unknown");
    readLayers(requestOf(question), policiesOf(question));
    // What nobody can tell is not guessed, and what is certain beside it is certain still.
    expect(ask({ ...question, levels: [[allow({ Action: "s3:*" })]] }).kind).toBe("denied");
    expect(ask({ ...question, boundary: [allow({ Action: "s3:*" })] }).kind).toBe("denied");
    expect(ask({ ...question, onResource: [allow({ Principal: "*", Action: read })] }).kind).toBe("unknown");
  },
);
