import { evaluate, parsePolicy } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allow, ask, deny, policiesOf, policy, requestOf } from "./support/ask.ts";
import { questions } from "./support/generate.ts";
import { aimed, statements } from "./support/statements.ts";

const seed = { numRuns: 500 };

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

test("a denial for everything wins over whatever else there is", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const identity = [...(question.identity ?? []), deny()];
      const { unread: _, ...known } = question;
      const isService = question.principal?.kind === "service";
      expect(ask({ ...known, identity }).kind).toBe(isService ? ask(known).kind : "denied");
    }),
    seed,
  );
});

test("a statement that allows never takes access away, and one that denies never gives it", () => {
  fc.assert(
    fc.property(questions, statements, (question, drawn) => {
      const more = aimed(drawn, requestOf(question));
      const before = ask(question).kind;
      const identity = [...(question.identity ?? []), more];
      const after = ask({ ...question, identity }).kind;
      if (more.Effect === "Allow" && before === "allowed") expect(after).toBe("allowed");
      if (more.Effect === "Deny" && before === "denied") expect(after).toBe("denied");
    }),
    seed,
  );
});

test("the order of statements, and whether they are one policy or several, does not matter", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { identity = [], onResource, more = [], ...rest } = question;
      const split = identity.map((one, index) => policy(`p${index}`, one)).reverse();
      const reversed = onResource && { onResource: [...onResource].reverse() };
      expect(ask({ ...rest, ...reversed, more: [...more, ...split] }).kind).toBe(ask(question).kind);
    }),
    seed,
  );
});

test("reading what was unread only settles the answer", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { unread = [], ...known } = question;
      const before = ask({ ...known, unread }).kind;
      if (before !== "unknown") expect(ask(known).kind).toBe(before);
    }),
    seed,
  );
});
