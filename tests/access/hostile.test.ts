import { evaluate, parsePolicy } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { allow, ask, policiesOf, requestOf } from "./support/ask.ts";

const seed = { numRuns: propertyRuns(500) };

test("whatever stands where a policy should, there is an answer", () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), (anything, json) => {
      for (const document of [
        anything,
        json,
        { Statement: json },
        { Statement: [{ ...allow(), Condition: json }] },
      ]) {
        const named = { name: "hostile", document };
        const policies = { ...policiesOf({ identity: [allow()], more: [named] }) };
        const decision = evaluate(requestOf({}), { ...policies, resource: { kind: "known", value: named } });
        expect(["allowed", "denied", "unknown"]).toContain(decision.kind);
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
